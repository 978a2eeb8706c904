/* user.c: adds users and sets passwords from the command line, where the first administrator comes from. */
#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "entities/entities.h"
#include "model/input.h"
#include "model/password.h"
#include "model/store.h"
#include "qiao/command.h"

/* The first line of standard input; what is typed is not shown. */
static struct str
read_password(struct command *command)
{
	char line[512];
	size_t len;
	struct termios shown, hidden;
	bool is_typed = tcgetattr(STDIN_FILENO, &shown) == 0, is_read;

	if (is_typed) {
		hidden = shown;
		hidden.c_lflag &= ~(tcflag_t)ECHO;
		fprintf(stderr, "Password (not shown): ");
		tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden);
	}
	is_read = fgets(line, sizeof line, stdin) != NULL;
	if (is_typed) {
		tcsetattr(STDIN_FILENO, TCSAFLUSH, &shown);
		fprintf(stderr, "\n");
	}
	if (!is_read)
		return NO_STR;
	len = strcspn(line, "\r\n");
	return str_copy(&command->arena, (struct str){ line, len });
}

static int
set_password(struct command *command, struct str user_id, struct str password)
{
	password_store(command->db, &command->arena, user_id, password);
	db_execute(command->db, SQL("DELETE FROM session WHERE user_id = ?"), ARGS(user_id));
	return command_status(command);
}

struct given {
	struct command *command;
};

static struct str
option_get(const void *data, struct str name)
{
	const struct given *given = data;
	const struct { const char *name, *option; } options[] = {
		{ "login", "--login" }, { "name", "--name" }, { "email", "--email" }, { "role_id.text", "--role" }, { "team_id.text", "--team" },
		{ "language", "--language" }, { "zone", "--zone" },
	};

	for (size_t i = 0; i < sizeof options / sizeof *options; i++)
		if (str_equal_text(name, options[i].name))
			return str_from(command_option(given->command, options[i].option, NULL));
	return NO_STR;
}

static struct str
option_nth(const void *data, struct str name, size_t n)
{
	(void)data;
	(void)name;
	(void)n;
	return NO_STR;
}

static int
add(struct command *command, struct str password)
{
	struct given given = { command };
	struct input *input;

	command->work.catalogue = catalogue_load(&command->arena, command->db, dictionary);
	if (!command->work.catalogue)
		return command_status(command);
	command_change_begin(command, "qiao user add");
	input = input_read(&command->work, &user_entity, NO_STR, (struct input_source){ option_get, option_nth, &given });
	if (!store_save(&command->work, input)) {
		for (const struct value *value = input->values; value->field; value++)
			if (value->problem.data)
				fprintf(stderr, "qiao: %s: %.*s\n", value->field->name, STR_ARG(value->problem));
		change_abandon(&command->work);
		return command_status(command) ? 1 : 1;
	}
	if (!command_change_end(command))
		return command_status(command) ? 1 : 1;
	if (set_password(command, input->id, password))
		return 1;
	printf("User %s can sign in.\n", command_option(command, "--login", ""));
	return 0;
}

int
command_user(struct command *command)
{
	const char *act = command_argument(command, 0), *login = command_option(command, "--login", NULL);
	struct str password, id;
	const char *problem;

	if (!act || !login || (strcmp(act, "add") != 0 && strcmp(act, "password") != 0)) {
		fprintf(stderr, "usage: qiao user add --login=NAME --name=NAME --role=ROLE, or qiao user password --login=NAME; the password is read from standard input\n");
		return 2;
	}
	password = read_password(command);
	problem = password_problem(password, password, str_from(login));
	if (problem) {
		fprintf(stderr, "qiao: %s\n", problem);
		return 1;
	}
	if (strcmp(act, "add") == 0)
		return add(command, password);
	id = db_value(command->db, SQL("SELECT id FROM user WHERE login = ?"), ARGS(str_from(login)));
	if (!id.data) {
		fprintf(stderr, "qiao: there is no user \"%s\"\n", login);
		return 1;
	}
	if (set_password(command, id, password))
		return 1;
	printf("The password of %s is set.\n", login);
	return 0;
}
