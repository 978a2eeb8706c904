/* bare.c: the least a FastCGI program can do with statements: run them, print their rows; what pages are measured against. */
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

enum { COLUMNS_MAX = 96, CELL_BYTES = 4096, VALUES_MAX = 600, FILE_BYTES = 256 * 1024, BACKLOG = 128, WORKERS_MAX = 64, STATEMENTS_MAX = 16 };

struct query {
	MYSQL_STMT *statement;
	const char *text;
	MYSQL_BIND *values;
	unsigned value_count, column_count;
};

struct bare {
	MYSQL *link;
	struct query queries[STATEMENTS_MAX];
	unsigned query_count;
	char text[FILE_BYTES];
	MYSQL_BIND values[VALUES_MAX];
	unsigned value_count;
	MYSQL_BIND columns[COLUMNS_MAX];
	char cells[COLUMNS_MAX][CELL_BYTES];
	unsigned long lengths[COLUMNS_MAX];
	my_bool nulls[COLUMNS_MAX], cuts[COLUMNS_MAX];
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

static char *
next_line(char **rest)
{
	char *line = *rest, *end = strchr(line, '\n');

	*rest = end ? end + 1 : line + strlen(line);
	if (end)
		*end = '\0';
	return line;
}

/* A statement is a line, each further line one bound value (\N is NULL) up to a form feed. */
static void
read_query(struct bare *bare, char **rest)
{
	static my_bool yes = 1;
	struct query *query = &bare->queries[bare->query_count++];
	char *line;

	query->text = next_line(rest);
	query->values = &bare->values[bare->value_count];
	for (line = next_line(rest); line[0] != '\f'; line = next_line(rest)) {
		MYSQL_BIND *value = &bare->values[bare->value_count++];

		if (bare->value_count == VALUES_MAX || **rest == '\0')
			die("values", "too many, or no form feed behind them");
		query->value_count++;
		value->buffer_type = MYSQL_TYPE_STRING;
		value->buffer = line;
		value->buffer_length = value->length_value = strlen(line);
		if (strcmp(line, "\\N") == 0)
			value->is_null = &yes;
	}
}

static void
read_file(struct bare *bare, const char *path)
{
	FILE *file = fopen(path, "r");
	char *rest = bare->text;

	if (!file)
		die(path, "cannot be read");
	bare->text[fread(bare->text, 1, sizeof bare->text - 1, file)] = '\0';
	fclose(file);
	while (*rest) {
		if (bare->query_count == STATEMENTS_MAX)
			die(path, "too many statements");
		read_query(bare, &rest);
	}
}

static void
prepare(struct bare *bare, struct query *query)
{
	MYSQL_RES *meta;

	query->statement = mysql_stmt_init(bare->link);
	if (mysql_stmt_prepare(query->statement, query->text, strlen(query->text)))
		die("prepare", mysql_stmt_error(query->statement));
	if (mysql_stmt_param_count(query->statement) != query->value_count)
		die("prepare", "the number of values is wrong");
	meta = mysql_stmt_result_metadata(query->statement);
	query->column_count = meta ? mysql_num_fields(meta) : 0;
	if (query->column_count == 0 || query->column_count > COLUMNS_MAX)
		die("prepare", "not a query, or too many columns");
	mysql_free_result(meta);
}

static void
connect_and_prepare(struct bare *bare)
{
	bare->link = mysql_init(NULL);
	mysql_options(bare->link, MYSQL_SET_CHARSET_NAME, "utf8mb4");
	if (!mysql_real_connect(bare->link, NULL, environment("BARE_USER"), environment("BARE_PASSWORD"),
	                        environment("BARE_DATABASE"), 0, environment("BARE_DATABASE_SOCKET"), 0))
		die("connect", mysql_error(bare->link));
	for (unsigned i = 0; i < bare->query_count; i++)
		prepare(bare, &bare->queries[i]);
	for (unsigned i = 0; i < COLUMNS_MAX; i++)
		bare->columns[i] = (MYSQL_BIND){ .buffer_type = MYSQL_TYPE_STRING, .buffer = bare->cells[i], .buffer_length = CELL_BYTES,
		                                 .length = &bare->lengths[i], .is_null = &bare->nulls[i], .error = &bare->cuts[i] };
}

static bool
print_rows(struct bare *bare, const struct query *query, FCGX_Stream *out)
{
	int state;

	if ((query->value_count && mysql_stmt_bind_param(query->statement, query->values)) || mysql_stmt_execute(query->statement))
		return false;
	mysql_stmt_bind_result(query->statement, bare->columns);
	while ((state = mysql_stmt_fetch(query->statement)) == 0 || state == MYSQL_DATA_TRUNCATED)
		for (unsigned i = 0; i < query->column_count; i++) {
			unsigned long len = bare->lengths[i] < CELL_BYTES ? bare->lengths[i] : CELL_BYTES;

			if (!bare->nulls[i])
				FCGX_PutStr(bare->cells[i], (int)len, out);
			FCGX_PutChar(i + 1 < query->column_count ? '\t' : '\n', out);
		}
	mysql_stmt_free_result(query->statement);
	return state == MYSQL_NO_DATA;
}

static void
work(struct bare *bare)
{
	FCGX_Request request;

	prctl(PR_SET_PDEATHSIG, SIGTERM);
	connect_and_prepare(bare);
	if (FCGX_Init() != 0 || FCGX_InitRequest(&request, STDIN_FILENO, 0) != 0)
		die("fastcgi", "does not start");
	while (FCGX_Accept_r(&request) >= 0) {
		FCGX_PutS("Content-Type: text/plain; charset=utf-8\r\n\r\n", request.out);
		for (unsigned i = 0; i < bare->query_count; i++)
			if (!print_rows(bare, &bare->queries[i], request.out))
				die("statement", mysql_stmt_error(bare->queries[i].statement));
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
