/* bare.c: the least a FastCGI program can do with a statement: run it, print its rows; what pages are measured against. */
#include <fcgiapp.h>
#include <mysql.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

enum { COLUMNS_MAX = 96, CELL_BYTES = 4096, VALUES_MAX = 600, FILE_BYTES = 256 * 1024, BACKLOG = 128, WORKERS_MAX = 64 };

struct bare {
	MYSQL *link;
	MYSQL_STMT *statement;
	char text[FILE_BYTES];
	MYSQL_BIND values[VALUES_MAX];
	unsigned value_count;
	MYSQL_BIND columns[COLUMNS_MAX];
	char cells[COLUMNS_MAX][CELL_BYTES];
	unsigned long lengths[COLUMNS_MAX];
	my_bool nulls[COLUMNS_MAX], cuts[COLUMNS_MAX];
	unsigned column_count;
};

static void
die(const char *what, const char *why)
{
	fprintf(stderr, "bare: %s: %s\n", what, why);
	exit(1);
}

static const char *
environment(const char *name)
{
	const char *value = getenv(name);

	if (!value)
		die(name, "not in the environment");
	return value;
}

/* The statement is the first line, each further line one bound value; \N is NULL. */
static void
read_file(struct bare *bare, const char *path)
{
	FILE *file = fopen(path, "r");
	static my_bool yes = 1;
	size_t len;
	char *line;

	if (!file)
		die(path, "cannot be read");
	len = fread(bare->text, 1, sizeof bare->text - 1, file);
	fclose(file);
	bare->text[len] = '\0';
	line = strchr(bare->text, '\n');
	while (line && line[1]) {
		MYSQL_BIND *value = &bare->values[bare->value_count++];

		if (bare->value_count == VALUES_MAX)
			die(path, "too many values");
		*line++ = '\0';
		value->buffer_type = MYSQL_TYPE_STRING;
		value->buffer = line;
		value->buffer_length = value->length_value = strcspn(line, "\n");
		if (strncmp(line, "\\N\n", 3) == 0)
			value->is_null = &yes;
		line = strchr(line, '\n');
	}
	if (line)
		*line = '\0';
}

static void
prepare(struct bare *bare)
{
	MYSQL_RES *meta;

	bare->link = mysql_init(NULL);
	mysql_options(bare->link, MYSQL_SET_CHARSET_NAME, "utf8mb4");
	if (!mysql_real_connect(bare->link, NULL, environment("BARE_USER"), environment("BARE_PASSWORD"),
	                        environment("BARE_DATABASE"), 0, environment("BARE_DATABASE_SOCKET"), 0))
		die("connect", mysql_error(bare->link));
	bare->statement = mysql_stmt_init(bare->link);
	if (mysql_stmt_prepare(bare->statement, bare->text, strlen(bare->text)))
		die("prepare", mysql_stmt_error(bare->statement));
	if (mysql_stmt_param_count(bare->statement) != bare->value_count)
		die("prepare", "the number of values is wrong");
	meta = mysql_stmt_result_metadata(bare->statement);
	bare->column_count = meta ? mysql_num_fields(meta) : 0;
	if (bare->column_count == 0 || bare->column_count > COLUMNS_MAX)
		die("prepare", "not a query, or too many columns");
	mysql_free_result(meta);
	for (unsigned i = 0; i < bare->column_count; i++)
		bare->columns[i] = (MYSQL_BIND){ .buffer_type = MYSQL_TYPE_STRING, .buffer = bare->cells[i], .buffer_length = CELL_BYTES,
		                                 .length = &bare->lengths[i], .is_null = &bare->nulls[i], .error = &bare->cuts[i] };
}

static bool
answer(struct bare *bare, FCGX_Stream *out)
{
	int state;

	if ((bare->value_count && mysql_stmt_bind_param(bare->statement, bare->values)) || mysql_stmt_execute(bare->statement))
		return false;
	mysql_stmt_bind_result(bare->statement, bare->columns);
	FCGX_PutS("Content-Type: text/plain; charset=utf-8\r\n\r\n", out);
	while ((state = mysql_stmt_fetch(bare->statement)) == 0 || state == MYSQL_DATA_TRUNCATED)
		for (unsigned i = 0; i < bare->column_count; i++) {
			unsigned long len = bare->lengths[i] < CELL_BYTES ? bare->lengths[i] : CELL_BYTES;

			if (!bare->nulls[i])
				FCGX_PutStr(bare->cells[i], (int)len, out);
			FCGX_PutChar(i + 1 < bare->column_count ? '\t' : '\n', out);
		}
	mysql_stmt_free_result(bare->statement);
	return state == MYSQL_NO_DATA;
}

static void
work(struct bare *bare)
{
	FCGX_Request request;

	prctl(PR_SET_PDEATHSIG, SIGTERM);
	prepare(bare);
	if (FCGX_Init() != 0 || FCGX_InitRequest(&request, STDIN_FILENO, 0) != 0)
		die("fastcgi", "does not start");
	while (FCGX_Accept_r(&request) >= 0) {
		if (!answer(bare, request.out))
			die("statement", mysql_stmt_error(bare->statement));
		FCGX_Finish_r(&request);
	}
}

int
main(int argc, char **argv)
{
	static struct bare bare;
	long count = argc == 3 ? strtol(argv[2], NULL, 10) : 0;
	int file;

	if (count < 1 || count > WORKERS_MAX)
		die("usage", "BARE_STATEMENT=FILE ... bare SOCKET WORKERS");
	read_file(&bare, environment("BARE_STATEMENT"));
	file = FCGX_OpenSocket(argv[1], BACKLOG);
	if (file < 0 || dup2(file, STDIN_FILENO) < 0)
		die(argv[1], "no socket");
	for (long i = 0; i < count; i++)
		if (fork() == 0) {
			work(&bare);
			return 1;
		}
	/* A worker that dies is a fault of the measurement, so it ends the whole. */
	wait(NULL);
	return 1;
}
