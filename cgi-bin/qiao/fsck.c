/* fsck.c: looks for what must never be: overlapping versions, changes without records, search rows that disagree. */
#include <stdio.h>

#include "entities/entities.h"
#include "model/select.h"
#include "qiao/command.h"
#include "model/fsck.h"

int
command_fsck(struct command *command)
{
	size_t findings = 0;

	for (size_t i = 0; dictionary[i]; i++) {
		uint64_t overlaps = fsck_overlaps(&command->work, dictionary[i]), unnamed = fsck_unnamed(&command->work, dictionary[i]);
		uint64_t unsearched = fsck_unsearched(&command->work, dictionary[i]);

		printf("%-18s overlapping versions %llu, versions without a change %llu, without search text %llu\n", dictionary[i]->name,
		       (unsigned long long)overlaps, (unsigned long long)unnamed, (unsigned long long)unsearched);
		findings += overlaps + unnamed + unsearched;
	}
	if (command_status(command))
		return 1;
	printf("%s\n", findings ? "Something is wrong: see above." : "All well.");
	return findings ? 1 : 0;
}
