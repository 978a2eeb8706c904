/* charset.c: recognises the encoding of a file somebody brings and makes it UTF-8. */
#include "format/charset.h"

#include <errno.h>
#include <iconv.h>
#include <string.h>

#include "base/log.h"
#include "base/utf8.h"

enum { SAMPLE_BYTES_MAX = 1024 * 1024, COMMON_END = 0x10000 };

static const char *const names[] = { "UTF-8", "UTF-16LE", "UTF-16BE", "GB18030", "BIG5", "WINDOWS-1252", NULL };

static const struct {
	struct str mark;
	const char *charset;
} marks[] = {
	{ { "\xef\xbb\xbf", 3 }, "UTF-8" },
	{ { "\xff\xfe", 2 }, "UTF-16LE" },
	{ { "\xfe\xff", 2 }, "UTF-16BE" },
	{ { "\x84\x31\x95\x33", 4 }, "GB18030" },
};

/* The commonest characters of running text, of company records and of names, simplified and traditional. */
static const char common_text[] =
	"、。，（）：；！？“”《》【】"
	"的一是不了在人有我他这中大来上国个到说们为子和你地出道也时年得就那要下以生会自着去之过家学对可里后小么心多天而能好都然没日于起"
	"还发成事只作当想看文无开手用主行方又如前所本见经头面公同三已老从动两长样现把十定给力名法此正种明意其二与因分点高回次间应问实美"
	"話話這來個國說們為時過學對裡後麼沒於還發當無開見經頭動兩長樣現給種與點間應問實從將關電機體業東門車馬書買賣號區縣鄉鎮鄰"
	"公司有限客户戶名称稱姓联系人联聯係電话手机邮箱郵件地址省市区县街道路号楼樓室单位單備注备註编編码碼日期时间金额額数數量价價格产產品"
	"类類型状態态销銷售服务務合同订訂单订部门职職务经理总總贸易貿科技信息资資集团團工程投资建设設计計实业實业业业有员員工商店厂廠"
	"北京上海天津重庆慶广州廣深圳杭州南西安成武汉漢苏蘇浙江福山东湖河云雲贵貴四川辽遼宁寧吉林黑龙龍蒙古新疆台臺湾灣香港澳高雄"
	"王李张張刘劉陈陳杨楊赵趙黄黃周吴吳徐孙孫胡朱高林何郭马罗羅梁宋郑鄭谢謝韩韓唐冯馮于董萧蕭程曹袁邓鄧许許傅沈曾彭吕呂苏卢盧蒋蔣蔡"
	"贾賈丁魏薛叶葉阎閻余潘杜戴夏钟鍾汪田任姜范方石姚谭譚廖邹鄒熊金陆陸郝孔白崔康毛邱秦江史顾顧侯邵孟万萬段雷钱錢汤湯尹黎"
	"伟偉芳娜敏静靜丽麗强磊军軍洋勇艳艷杰娟涛濤超秀霞平刚剛桂英华華玉兰蘭红紅梅明辉輝建文志春海波鹏鵬飞飛婷雪慧佳俊豪雅淑美惠";

struct reading {
	bool is_valid;
	size_t all;                      /* characters */
	size_t foreign;                  /* of those, beyond ASCII */
	size_t common;                   /* of the foreign, those in common_text */
	size_t plain;                    /* alphabets, line ends, kana: what files hold beside Han */
};

const char *const *
charset_names(void)
{
	return names;
}

static void
mark_common(uint8_t common[COMMON_END / 8])
{
	struct str text = { common_text, sizeof common_text - 1 };
	uint32_t code_point;

	memset(common, 0, COMMON_END / 8);
	for (size_t at = 0; utf8_next(text, &at, &code_point);)
		common[code_point / 8] |= (uint8_t)(1 << code_point % 8);
}

static bool
is_plain(uint32_t code_point)
{
	if (code_point < 0x20)
		return code_point == '\t' || code_point == '\n' || code_point == '\r';
	return (code_point < 0x700 && (code_point < 0x7f || code_point > 0x9f)) || (code_point >= 0x3040 && code_point <= 0x30ff);
}

static void
count_characters(struct reading *reading, const unsigned char *code_points, size_t bytes, const uint8_t *common)
{
	for (size_t i = 0; i + 3 < bytes; i += 4) {
		uint32_t code_point = code_points[i] | (uint32_t)code_points[i + 1] << 8 | (uint32_t)code_points[i + 2] << 16;

		reading->all++;
		reading->foreign += code_point >= 0x80;
		reading->plain += is_plain(code_point);
		reading->common += code_point < COMMON_END && (common[code_point / 8] >> code_point % 8 & 1);
	}
}

/* Reads the sample as if it were in the charset; an incomplete last character is forgiven where the sample was cut. */
static struct reading
read_as(struct str sample, bool is_cut, const char *charset, const uint8_t *common)
{
	struct reading reading = { 0 };
	iconv_t converter = iconv_open("UTF-32LE", charset);
	char *in = (char *)(uintptr_t)sample.data;
	size_t in_left = sample.len;

	if (converter == (iconv_t)-1) {
		log_event("charset", "the C library cannot read %s", charset);
		return reading;
	}
	reading.is_valid = true;
	while (in_left && reading.is_valid) {
		char code_points[4096], *out = code_points;
		size_t out_left = sizeof code_points;

		if (iconv(converter, &in, &in_left, &out, &out_left) == (size_t)-1 && errno != E2BIG) {
			reading.is_valid = errno == EINVAL && is_cut;
			in_left = 0;
		}
		count_characters(&reading, (unsigned char *)code_points, (size_t)(out - code_points), common);
	}
	iconv_close(converter);
	return reading;
}

/* Nearly all of UTF-16 read with the right order of bytes is plain or common; read wrongly, or not UTF-16 at all, little is. */
static const char *
guess_utf16(struct str sample, const uint8_t *common)
{
	struct reading little = read_as(sample, true, "UTF-16LE", common);
	struct reading big = read_as(sample, true, "UTF-16BE", common);
	bool is_big = big.is_valid && (!little.is_valid || big.plain + big.common > little.plain + little.common);
	const struct reading *better = is_big ? &big : &little;

	if (!better->is_valid || (better->plain + better->common) * 10 < better->all * 3)
		return NULL;
	return is_big ? "UTF-16BE" : "UTF-16LE";
}

/* Where the first bytes that are not UTF-8 are; s.len when there are none. */
static size_t
first_not_utf8(struct str s)
{
	uint32_t code_point;
	size_t at = 0;

	while (utf8_next(s, &at, &code_point))
		;
	return at;
}

static bool
is_utf8(struct str sample, bool is_cut)
{
	return sample.len - first_not_utf8(sample) < (is_cut ? 4 : 1);
}

static bool
is_letter(unsigned char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* Accented letters stand alone, or in twos inside a word (Größe); bytes of Chinese mostly stand in longer rows. */
static bool
looks_accented(struct str sample)
{
	const unsigned char *bytes = (const unsigned char *)sample.data;
	size_t high = 0, accented = 0, end;

	for (size_t from = 0; from < sample.len; from = end + 1) {
		unsigned char before = from ? bytes[from - 1] : ' ', after;

		for (end = from; end < sample.len && bytes[end] >= 0x80; end++)
			;
		after = end < sample.len ? bytes[end] : ' ';
		high += end - from;
		/* A digit may be the second byte of four in GB18030. */
		if (end - from == 1 && (after < '0' || after > '9'))
			accented += 1;
		if (end - from == 2 && (is_letter(before) || is_letter(after)))
			accented += 2;
	}
	return accented * 10 >= high * 8;
}

static const char *
guess_double_byte(struct str sample, bool is_cut, const uint8_t *common)
{
	struct reading gb = read_as(sample, is_cut, "GB18030", common);
	struct reading big5 = read_as(sample, is_cut, "BIG5", common);
	bool is_big5 = big5.is_valid && (!gb.is_valid || big5.common > gb.common);
	const struct reading *better = is_big5 ? &big5 : &gb;

	if (!better->is_valid)
		return "WINDOWS-1252";
	if (better->common * 4 < better->foreign && looks_accented(sample))
		return "WINDOWS-1252";
	return is_big5 ? "BIG5" : "GB18030";
}

const char *
charset_guess(struct str bytes)
{
	struct str sample = str_slice(bytes, 0, SAMPLE_BYTES_MAX);
	bool is_cut = sample.len < bytes.len;
	uint8_t common[COMMON_END / 8];
	const char *utf16 = NULL;

	for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
		if (str_starts_with(bytes, marks[i].mark))
			return marks[i].charset;
	mark_common(common);
	if (str_find_char(sample, '\0') >= 0)
		utf16 = guess_utf16(sample, common);
	if (utf16)
		return utf16;
	if (is_utf8(sample, is_cut))
		return "UTF-8";
	return guess_double_byte(sample, is_cut, common);
}

static const char *
known_name(const char *charset)
{
	struct str name = str_from(charset);

	if (str_equal_ignoring_case(name, S("GBK")) || str_equal_ignoring_case(name, S("GB2312")))
		return "GB18030";
	for (size_t i = 0; names[i]; i++)
		if (str_equal_ignoring_case(name, str_from(names[i])))
			return names[i];
	return NULL;
}

static bool
convert(struct arena *arena, struct str bytes, iconv_t converter, struct str *text, size_t *at)
{
	size_t size = bytes.len + bytes.len / 2 + 16, len = 0;
	char *in = (char *)(uintptr_t)bytes.data, *data = arena_take(arena, 1, size);
	size_t in_left = bytes.len;

	while (in_left) {
		char *out = data + len;
		size_t out_left = size - len;
		bool is_done = iconv(converter, &in, &in_left, &out, &out_left) != (size_t)-1;

		len = (size_t)(out - data);
		if (is_done)
			break;
		if (errno != E2BIG) {
			*at = bytes.len - in_left;
			return false;
		}
		data = arena_grow(arena, data, size, size * 2);
		size *= 2;
	}
	*text = (struct str){ data, len };
	return true;
}

bool
charset_to_utf8(struct arena *arena, struct str bytes, const char *charset, struct str *text, size_t *at)
{
	const char *name = known_name(charset);
	iconv_t converter;
	bool is_converted;

	*at = 0;
	if (!name)
		return false;
	if (strcmp(name, "UTF-8") == 0) {
		*at = first_not_utf8(bytes);
		is_converted = *at == bytes.len;
		*text = is_converted ? str_join(arena, bytes, S("")) : NO_STR;
	} else {
		converter = iconv_open("UTF-8", strcmp(name, "WINDOWS-1252") == 0 ? "CP1252" : name);
		if (converter == (iconv_t)-1) {
			log_event("charset", "the C library cannot read %s", name);
			return false;
		}
		is_converted = convert(arena, bytes, converter, text, at);
		iconv_close(converter);
	}
	if (is_converted && str_starts_with(*text, marks[0].mark))
		*text = str_slice(*text, marks[0].mark.len, text->len);
	return is_converted;
}
