/* translation.c: reads one language's po file and finds the translation of a text in it. */
#include "view/translation.h"

#include "base/buf.h"
#include "base/file.h"
#include "base/utf8.h"

enum { PO_MAX_BYTES = 16 * 1024 * 1024, FIRST_SLOTS = 64, ENTRY_BYTES = 40 };

struct message {
	uint64_t hash;
	struct str id;             /* NO_STR: this slot is free */
	struct str text;
};

struct translation {
	struct message *slots;     /* their number is a power of two, at least a third of them free */
	size_t slot_count;
	size_t count;
};

/* The entry being read; a string line continues whichever of the two is open. */
struct entry {
	struct str id;
	struct str text;
	bool has_id;
	bool has_text;
	bool is_fuzzy;
};

static struct message *
find_slot(const struct translation *translation, struct str id, uint64_t hash)
{
	size_t at = hash & (translation->slot_count - 1);

	while (translation->slots[at].id.data &&
	       (translation->slots[at].hash != hash || !str_equal(translation->slots[at].id, id)))
		at = (at + 1) & (translation->slot_count - 1);
	return &translation->slots[at];
}

static void
make_slots(struct translation *translation, struct arena *arena, size_t least)
{
	struct translation old = *translation;

	translation->slot_count = FIRST_SLOTS;
	while (translation->slot_count < least)
		translation->slot_count *= 2;
	translation->slots = ARENA_ARRAY(arena, struct message, translation->slot_count);
	for (size_t i = 0; i < old.slot_count; i++)
		if (old.slots[i].id.data)
			*find_slot(translation, old.slots[i].id, old.slots[i].hash) = old.slots[i];
}

/* Ends an entry: false when it is incomplete or its id was there before. */
static bool
end_entry(struct translation *translation, struct arena *arena, struct entry *entry)
{
	uint64_t hash = str_hash(entry->id);
	struct message *slot;
	bool is_shown = entry->has_text && !entry->is_fuzzy && entry->id.len && entry->text.len;

	if (entry->has_id != entry->has_text)
		return false;
	if (is_shown) {
		if (translation->count * 3 >= translation->slot_count * 2)
			make_slots(translation, arena, translation->slot_count * 2);
		slot = find_slot(translation, entry->id, hash);
		if (slot->id.data)
			return false;
		*slot = (struct message){ hash, str_copy(arena, entry->id), str_copy(arena, entry->text) };
		translation->count++;
	}
	*entry = (struct entry){ .has_id = false };
	return true;
}

static bool
unescape(struct buf *to, char c)
{
	switch (c) {
	case 'n':
		buf_add_char(to, '\n');
		return true;
	case 't':
		buf_add_char(to, '\t');
		return true;
	case '"':
	case '\\':
		buf_add_char(to, c);
		return true;
	default:
		return false;
	}
}

/* Reads a whole "quoted string" and adds it to the text before; most stand alone and are taken as they are. */
static bool
read_string(struct arena *arena, struct str s, struct str *text)
{
	struct buf buf;

	if (s.len < 2 || s.data[0] != '"' || s.data[s.len - 1] != '"')
		return false;
	s = str_slice(s, 1, s.len - 1);
	if (text->len == 0 && str_find_char(s, '\\') < 0) {
		*text = s;
		return str_find_char(s, '"') < 0;
	}
	buf_init(&buf, arena, PO_MAX_BYTES);
	buf_add(&buf, *text);
	for (ptrdiff_t at; (at = str_find_char(s, '\\')) >= 0; s = str_slice(s, (size_t)at + 2, s.len)) {
		struct str before = str_slice(s, 0, (size_t)at);

		if (str_find_char(before, '"') >= 0 || (size_t)at + 1 == s.len)
			return false;
		buf_add(&buf, before);
		if (!unescape(&buf, s.data[at + 1]))
			return false;
	}
	buf_add(&buf, s);
	*text = buf_str(&buf);
	return str_find_char(s, '"') < 0;
}

static struct str
after(struct str line, struct str keyword)
{
	return str_trim(str_slice(line, keyword.len, line.len));
}

static bool
read_line(struct translation *translation, struct arena *arena, struct entry *entry, struct str line)
{
	if (str_is_empty(line))
		return true;
	if (line.data[0] == '#') {
		if (entry->has_text && !end_entry(translation, arena, entry))
			return false;
		if (str_starts_with(line, S("#,")) && str_find(line, S("fuzzy")) >= 0)
			entry->is_fuzzy = true;
		return true;
	}
	if (line.data[0] == '"')
		return entry->has_id && read_string(arena, line, entry->has_text ? &entry->text : &entry->id);
	if (str_starts_with(line, S("msgid "))) {
		if (entry->has_id && !end_entry(translation, arena, entry))
			return false;
		entry->has_id = true;
		return read_string(arena, after(line, S("msgid ")), &entry->id);
	}
	if (str_starts_with(line, S("msgstr ")) && entry->has_id && !entry->has_text) {
		entry->has_text = true;
		return read_string(arena, after(line, S("msgstr ")), &entry->text);
	}
	return false;
}

const struct translation *
translation_parse(struct arena *arena, struct str po)
{
	struct translation *translation = ARENA_NEW(arena, struct translation);
	struct entry entry = { .has_id = false };
	struct str line;

	if (po.len > PO_MAX_BYTES || !utf8_is_valid(po))
		return NULL;
	if (str_starts_with(po, S("\xef\xbb\xbf")))
		po = str_slice(po, 3, po.len);
	make_slots(translation, arena, po.len / ENTRY_BYTES);
	while (str_cut(&po, '\n', &line))
		if (!read_line(translation, arena, &entry, str_trim(line)))
			return NULL;
	return end_entry(translation, arena, &entry) ? translation : NULL;
}

const struct translation *
translation_load(struct arena *arena, const char *path)
{
	struct str po = file_read(arena, path, PO_MAX_BYTES);

	return po.data ? translation_parse(arena, po) : NULL;
}

struct str
translation_get(const struct translation *translation, struct str message_id)
{
	const struct message *slot;

	if (!translation || !message_id.data)
		return message_id;
	slot = find_slot(translation, message_id, str_hash(message_id));
	return slot->id.data ? slot->text : message_id;
}

size_t
translation_count(const struct translation *translation)
{
	return translation ? translation->count : 0;
}
