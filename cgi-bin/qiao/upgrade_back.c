/* upgrade_back.c: the way back by one version. */
#include <stdio.h>

#include "qiao/upgrade.h"

bool
upgrade_back(struct upgrade *upgrade)
{
	(void)upgrade;
	return false;
}
