/* run.c: the life of a program: start, requests, end. */
#include <dirent.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "app/measure.h"
#include "app/minder.h"
#include "app/schema.h"
#include "base/file.h"
#include "base/log.h"
#include "base/meter.h"
#include "base/settings.h"

enum { PROGRAM_BYTES = 256 << 20, REQUEST_BYTES = 768 << 20, WORKER_REQUESTS = 20000, FILE_BYTES = 1 << 20 };

static struct str
source_read(const struct template_source *source, struct arena *arena, struct str name)
{
	const struct source_data *data = source->data;

	return file_read(arena, str_format(arena, "%s/%.*s.mustache", data->folder, STR_ARG(name)).data, FILE_BYTES);
}

static struct str
source_translate(const struct template_source *source, struct str message_id)
{
	const struct source_data *data = source->data;

	return translation_get(data->translation, message_id);
}

struct db_options
program_database(const struct program *program, struct arena *arena, bool is_owner)
{
	const struct config *config = program->config;
	struct str user = config_get(config, "database_user", "qiao"), owner = config_get(config, "owner_user", "");

	(void)arena;
	is_owner = is_owner && owner.len;
	return (struct db_options){
		.hosts = config_get(config, "database_hosts", ""),
		.socket = config_get(config, "database_socket", ""),
		.port = (unsigned)config_number(config, "database_port", 0),
		.user = is_owner ? owner : user,
		.password = config_get(config, is_owner ? "owner_password" : "database_password", ""),
		.database = config_get(config, "database_name", "qiao"),
		.read_timeout_s = is_owner ? 3600 : 60,
		.statement_time_s = is_owner ? 0 : 30,
		.lock_wait_s = is_owner ? 60 : 5,
	};
}

static void
start_language(struct program *program, int language, const char *po)
{
	struct source_data *data = &program->sources[language];
	struct template_source source = { source_read, source_translate, data, false };

	program->translations[language] = translation_load(&program->arena, str_format(&program->arena, "%s/po/%s", program->data_dir, po).data);
	data->folder = str_format(&program->arena, "%s/templates", program->data_dir).data;
	data->translation = program->translations[language];
	program->templates[language] = templates_new(&program->arena, source);
}

/* Browsers keep style and script for ever; a new version has a new address. */
static struct str
asset_version(struct program *program)
{
	static const char *const files[] = { "qiao.css", "qiao.js", "icons.svg" };
	uint64_t sum = 0;

	arena_reset(&program->request_arena);
	for (size_t i = 0; i < sizeof files / sizeof *files; i++)
		sum = sum * 31 + str_hash(file_read(&program->request_arena, str_format(&program->request_arena, "%s/htdocs/%s", program->data_dir, files[i]).data, FILE_BYTES));
	return str_format(&program->arena, "%016llx", (unsigned long long)sum);
}

void
program_start(struct program *program, const char *config_path)
{
	arena_init(&program->arena, PROGRAM_BYTES);
	arena_init(&program->request_arena, REQUEST_BYTES);
	arena_init(&program->catalogue_arena, PROGRAM_BYTES);
	program->config = config_load(&program->arena, config_path);
	settings_check(&program->arena, program->config);
	program->data_dir = str_terminated(&program->arena, config_get(program->config, "data_dir", QIAO_DATA_DIR));
	program->body_max_bytes = (size_t)config_number(program->config, "upload_max_bytes", 64 << 20);
	program->is_secure = str_equal(config_get(program->config, "secure_cookies", "auto"), S("on"));
	program->tools = locale_tools_new(&program->arena);
	start_language(program, LANGUAGE_ZH, "zh_CN.po");
	start_language(program, LANGUAGE_EN, "en.po");
	program->asset_version = asset_version(program);
	program->db = db_new(&program->arena, program_database(program, &program->arena, false));
	db_use(program->db, &program->request_arena);
}

const struct zone *
program_zone(struct program *program, struct str name)
{
	struct zone_slot *slot;

	for (size_t i = 0; i < program->zone_count; i++)
		if (str_equal(program->zones[i].name, name))
			return program->zones[i].zone;
	if (program->zone_count == ZONES_MAX)
		return zone_load(&program->request_arena, name);
	slot = &program->zones[program->zone_count++];
	slot->name = str_copy(&program->arena, name);
	slot->zone = zone_load(&program->arena, name);
	return slot->zone;
}

static void
check_languages(const struct program *program)
{
	for (int language = 0; language < LANGUAGE_COUNT; language++)
		if (!program->translations[language])
			log_fatal("start", "%s/po: the texts of a language cannot be read, or one of them stands there twice", program->data_dir);
}

/* A broken template stops the start of the program, never a visitor. */
static void
compile_folder(struct program *program, const char *folder, const char *below)
{
	struct arena *arena = &program->arena;
	struct str path = below[0] ? str_format(arena, "%s/%s", folder, below) : str_from(folder);
	DIR *handle = opendir(path.data);
	struct dirent *entry;

	if (!handle)
		log_fatal("start", "the folder %s cannot be read", path.data);
	while ((entry = readdir(handle))) {
		struct str name = str_from(entry->d_name), whole = str_format(arena, "%s%s%s", below, below[0] ? "/" : "", entry->d_name);

		if (entry->d_name[0] == '.')
			continue;
		if (!str_ends_with(name, S(".mustache"))) {
			if (str_find_char(name, '.') < 0)
				compile_folder(program, folder, whole.data);
			continue;
		}
		for (int language = 0; language < LANGUAGE_COUNT; language++)
			if (!template_get(program->templates[language], str_slice(whole, 0, whole.len - 9)))
				log_fatal("template", "%.*s", STR_ARG(templates_fault(program->templates[language])));
	}
	closedir(handle);
}

static void
serve(struct program *program, unsigned most)
{
	if (!wire_is_cgi(program->wire))
		meter_worker(program->meter);
	for (unsigned served = 0; (!most || served < most) && wire_accept(program->wire); served++) {
		serve_request(program);
		wire_finish(program->wire);
		measure_slow(program);
	}
	schema_leave(program);
	db_end(program->db);
}

static void
work(struct program *program)
{
	serve(program, WORKER_REQUESTS);
}

static const char *
option(int argc, char **argv, const char *name)
{
	size_t len = strlen(name);

	for (int i = 1; i < argc; i++)
		if (strncmp(argv[i], name, len) == 0 && argv[i][len] == '=')
			return argv[i] + len + 1;
	return NULL;
}

static bool
flag(int argc, char **argv, const char *name)
{
	for (int i = 1; i < argc; i++)
		if (strcmp(argv[i], name) == 0)
			return true;
	return false;
}

/* The areas that the setting names, in our order; all when it is not there. */
static const struct area *
deployed_areas(struct program *program, const struct area *areas)
{
	struct str rest = config_get(program->config, "areas", ""), name;
	struct area *deployed;
	size_t count = 0, kept = 0;

	while (areas[count].name)
		count++;
	if (str_is_empty(rest))
		return areas;
	deployed = ARENA_ARRAY(&program->arena, struct area, count + 1);
	for (size_t i = 0; i < count; i++)
		for (struct str each = rest; str_cut(&each, ',', &name);)
			if (str_equal_text(str_trim(name), areas[i].name)) {
				deployed[kept++] = areas[i];
				break;
			}
	return deployed;
}

static const struct area *
find_area(const struct area *areas, const char *name)
{
	for (; areas->name; areas++)
		if (strcmp(areas->name, name) == 0)
			return areas;
	log_fatal("start", "the dictionary has no area %s", name);
}

int
app_run(int argc, char **argv, const char *name, const struct area *areas,
        const struct entity *const *dictionary, const struct route *routes)
{
	struct program program = { .area = find_area(areas, name), .dictionary = dictionary, .routes = routes };
	const char *listen = option(argc, argv, "--listen"), *workers = option(argc, argv, "--workers");
	bool is_check = flag(argc, argv, "--check");
	uint64_t count = 1;

	log_program(name);
	/* qiao doctor looks for these words in the file. */
	if (flag(argc, argv, "--version"))
		return puts("qiao program " QIAO_VERSION) < 0;
	if (flag(argc, argv, "--routes")) {
		routes_print(routes, program.area->entities);
		return 0;
	}
	if (workers && !is_check)
		minder_begin();
	if (workers && (!str_to_u64(str_from(workers), &count) || count == 0 || count > WORKERS_MAX))
		log_fatal("start", "--workers must be 1 to %d", WORKERS_MAX);
	program_start(&program, option(argc, argv, "--config"));
	program.areas = deployed_areas(&program, areas);
	if (!is_check) {
		program.wire = wire_open(&program.arena, minder_has_taken_over() ? NULL : listen);
		measure_open(&program, wire_is_cgi(program.wire));
	}
	if (is_check || !wire_is_cgi(program.wire)) {
		check_languages(&program);
		compile_folder(&program, program.sources[0].folder, "");
	}
	if (!is_check && wire_is_cgi(program.wire)) {
		db_start_light(program.db);
		serve(&program, 0);
	}
	/* Somebody waits for the end: what would be tidied up at exit is of no use now. */
	if (is_check || wire_is_cgi(program.wire))
		_exit(0);
	locale_tools_prepare(program.tools);
	if (workers)
		return minder_run(&program, argv, (unsigned)count, work);
	serve(&program, 0);
	return 0;
}
