/* fuzz_replay.c: runs a fuzz target over its corpus, so that every finding stays found without a fuzzer. */
#include <dirent.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FILE_BYTES_MAX = 4 * 1024 * 1024, PATH_BYTES = 4096 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int
replay(const char *path)
{
	uint8_t *data = malloc(FILE_BYTES_MAX);
	FILE *file = fopen(path, "rb");
	size_t size;
	uint8_t *exact;

	if (data == NULL || file == NULL)
		return -1;
	size = fread(data, 1, FILE_BYTES_MAX, file);
	fclose(file);
	/* A block of exactly this size, so that AddressSanitizer sees a read past the end. */
	exact = malloc(size > 0 ? size : 1);
	if (exact == NULL)
		return -1;
	memcpy(exact, data, size);
	free(data);
	LLVMFuzzerTestOneInput(exact, size);
	free(exact);
	return 0;
}

int
main(int argc, char **argv)
{
	const char *source = getenv("QIAO_SOURCE");
	const char *name = strrchr(argv[0], '/'), *end;
	char folder[PATH_BYTES], path[PATH_BYTES + 300];
	int count = 0;
	struct dirent *entry;
	DIR *files;

	(void)argc;
	name = name != NULL ? name + 1 : argv[0];
	end = strrchr(name, '_');
	snprintf(folder, sizeof(folder), "%s/tests/fuzz/corpus/%.*s", source != NULL ? source : ".",
	    (int)(end != NULL ? end - name : (ptrdiff_t)strlen(name)), name);
	files = opendir(folder);
	if (files == NULL) {
		printf("1..1\nnot ok 1 - %s: no corpus\n", folder);
		return 1;
	}
	while ((entry = readdir(files)) != NULL) {
		if (entry->d_name[0] == '.')
			continue;
		snprintf(path, sizeof(path), "%s/%s", folder, entry->d_name);
		count++;
		printf("%s %d - %s\n", replay(path) == 0 ? "ok" : "not ok", count, entry->d_name);
	}
	closedir(files);
	printf("1..%d\n", count);
	return count > 0 ? 0 : 1;
}
