/* capitals.c: writes an amount in the Chinese characters of contracts. */
#include "format/capitals.h"

#include "base/buf.h"

enum { WHOLE_MAX = 16, FRACTION_MAX = 2, GROUP = 4 };

static const char *const digits[] = { "零", "壹", "贰", "叁", "肆", "伍", "陆", "柒", "捌", "玖" };

/* "-12.3": its sign, what stands before the point without leading zeros, and two digits behind it. */
static bool
take_apart(struct str amount, bool *is_negative, struct str *whole, char fraction[FRACTION_MAX])
{
	struct str rest = amount, behind;

	*is_negative = str_starts_with(rest, S("-"));
	if (*is_negative)
		rest = str_slice(rest, 1, rest.len);
	if (!str_cut(&rest, '.', whole))
		return false;
	behind = rest.data ? rest : S("");
	fraction[0] = fraction[1] = '0';
	for (size_t i = 0; i < behind.len; i++) {
		if (i >= FRACTION_MAX || behind.data[i] < '0' || behind.data[i] > '9')
			return false;
		fraction[i] = behind.data[i];
	}
	for (size_t i = 0; i < whole->len; i++)
		if (whole->data[i] < '0' || whole->data[i] > '9')
			return false;
	if (whole->len == 0)
		return false;
	while (whole->len && whole->data[0] == '0')
		*whole = str_slice(*whole, 1, whole->len);
	return whole->len <= WHOLE_MAX;
}

static const char *
digit(char c)
{
	return digits[c - '0'];
}

/*
 * A run of zeros is one 零, and none where a group of four or the number ends. A group ends with 万 or 亿 unless all of it
 * is zero; 亿 counts what stands before it, too: 壹万亿.
 */
static void
add_whole(struct buf *buf, struct str whole)
{
	static const char *const places[] = { "", "拾", "佰", "仟" }, *const groups[] = { "", "万", "亿", "万" };
	bool has_gap = false, has_group = false;

	for (size_t i = 0; i < whole.len; i++) {
		size_t place = whole.len - 1 - i;

		if (whole.data[i] == '0') {
			has_gap = true;
		} else {
			buf_add_text(buf, has_gap ? digits[0] : "");
			buf_add_text(buf, digit(whole.data[i]));
			buf_add_text(buf, places[place % GROUP]);
			has_gap = false;
			has_group = true;
		}
		if (place % GROUP == 0 && (has_group || (place == 2 * GROUP && whole.len > 3 * GROUP))) {
			buf_add_text(buf, groups[place / GROUP]);
			has_gap = has_group = false;
		}
	}
}

/* Behind the point: 角 and 分; 整 where there is nothing smaller. */
static void
add_fraction(struct buf *buf, const char fraction[FRACTION_MAX], bool has_whole)
{
	if (fraction[0] == '0' && fraction[1] == '0') {
		buf_add_text(buf, "整");
		return;
	}
	if (fraction[0] != '0') {
		buf_add_text(buf, digit(fraction[0]));
		buf_add_text(buf, "角");
	} else if (has_whole) {
		buf_add_text(buf, digits[0]);
	}
	if (fraction[1] == '0') {
		buf_add_text(buf, "整");
		return;
	}
	buf_add_text(buf, digit(fraction[1]));
	buf_add_text(buf, "分");
}

struct str
capitals(struct arena *arena, struct str amount)
{
	struct buf buf;
	struct str whole;
	char fraction[FRACTION_MAX];
	bool is_negative;

	if (!take_apart(amount, &is_negative, &whole, fraction))
		return S("");
	buf_init(&buf, arena, 1024);
	if (is_negative)
		buf_add_text(&buf, "负");
	add_whole(&buf, whole);
	if (whole.len)
		buf_add_text(&buf, "元");
	else if (fraction[0] == '0' && fraction[1] == '0')
		buf_add_text(&buf, "零元");
	add_fraction(&buf, fraction, whole.len > 0);
	return buf_str(&buf);
}
