/* deployed.h: the programs that are deployed here, and an address by which the web server leads to each. */
#ifndef QIAO_DEPLOYED_H
#define QIAO_DEPLOYED_H

#include "qiao/command.h"

enum { DEPLOYED_MAX = 24 };

struct deployed {
	struct str program;
	struct str health_path;        /* "/customers/health" */
};

/* As httpd-conf/prefixes and the setting `areas` say; 0 when the table cannot be read. */
size_t deployed_read(struct command *command, struct deployed deployed[DEPLOYED_MAX]);
/* Where their files are: the setting program_dir, the folder of the installation, or where the command itself is. */
const char *deployed_folder(struct command *command, struct str program);

#endif
