/* chart_scale.c: finds the even steps of an axis and sets numbers and labels beside it. */
#include "view/chart_scale.h"

#include "base/buf.h"

#define VALUE_MAX 1e15
#define HAN_WIDTH 12.0
#define LETTER_WIDTH 6.9

enum { DECIMALS_MAX = 9, NUMBER_MAX_BYTES = 64 };

bool
chart_is_number(double value)
{
	return value - value == 0;
}

double
chart_clamped(double value)
{
	if (!chart_is_number(value))
		return 0;
	if (value > VALUE_MAX)
		return VALUE_MAX;
	return value < -VALUE_MAX ? -VALUE_MAX : value;
}

static double
magnitude(double value)
{
	return value < 0 ? -value : value;
}

static double
rounded_down(double value)
{
	double whole = (double)(long long)value;

	return whole > value ? whole - 1 : whole;
}

static double
even_step(double raw)
{
	static const double steps[] = { 1, 2, 2.5, 4, 5 };
	double power = 1;

	while (power * 10 <= raw)
		power *= 10;
	while (power > raw)
		power /= 10;
	for (size_t i = 0; i < sizeof steps / sizeof *steps; i++)
		if (steps[i] * power >= raw * 0.9999)
			return steps[i] * power;
	return 10 * power;
}

static unsigned
decimals_of(double step)
{
	unsigned decimals = 0;

	while (decimals < DECIMALS_MAX && magnitude(step - rounded_down(step + 0.5)) > 1e-6 * step) {
		step *= 10;
		decimals++;
	}
	return decimals;
}

struct chart_scale
chart_scale_make(double low, double high)
{
	struct chart_scale scale = { 0 };
	double largest;

	low = chart_clamped(low);
	high = chart_clamped(high);
	largest = magnitude(low) > magnitude(high) ? magnitude(low) : magnitude(high);
	/* A range too small beside its values has no steps a double can tell apart: it is shown from zero. */
	if (high - low <= largest * 1e-6) {
		low = low < 0 ? low : 0;
		high = high > 0 ? high : 0;
	}
	if (high - low < 1e-6)
		high = low + 1;
	scale.step = even_step((high - low) / 4);
	scale.low = rounded_down(low / scale.step + 1e-9) * scale.step;
	while (scale.steps < CHART_STEPS_MAX && scale.low + scale.steps * scale.step < high - scale.step * 1e-9)
		scale.steps++;
	scale.high = scale.low + scale.steps * scale.step;
	scale.decimals = decimals_of(scale.step);
	return scale;
}

double
chart_scale_share(const struct chart_scale *scale, double value)
{
	double share = (chart_clamped(value) - scale->low) / (scale->high - scale->low);

	if (share < 0)
		return 0;
	return share > 1 ? 1 : share;
}

struct str
chart_position(struct arena *arena, double value)
{
	struct str text = str_format(arena, "%.2f", chart_clamped(value));

	while (str_ends_with(text, S("0")))
		text.len--;
	if (str_ends_with(text, S(".")))
		text.len--;
	return str_equal(text, S("-0")) ? S("0") : text;
}

struct str
chart_number(struct arena *arena, double value, unsigned decimals)
{
	struct str digits = str_format(arena, "%.*f", (int)decimals, magnitude(chart_clamped(value)));
	size_t whole = decimals ? digits.len - decimals - 1 : digits.len;
	struct buf buf;

	buf_init(&buf, arena, NUMBER_MAX_BYTES);
	for (size_t i = 0; value < 0 && i < digits.len; i++)
		if (digits.data[i] >= '1' && digits.data[i] <= '9') {
			buf_add_text(&buf, "\xe2\x88\x92");
			break;
		}
	for (size_t i = 0; i < digits.len; i++) {
		if (i && i < whole && (whole - i) % 3 == 0)
			buf_add_char(&buf, ',');
		buf_add_char(&buf, digits.data[i]);
	}
	return buf_str(&buf);
}

struct str
chart_percent(struct arena *arena, double share)
{
	double percent = chart_clamped(share * 100);

	if (percent > 0 && percent < 0.5)
		return S("<1%");
	return str_join(arena, chart_number(arena, percent, 0), S("%"));
}

/* The bytes that only continue a character have no width. */
static double
byte_width(unsigned char byte)
{
	if (byte >= 0xe0)
		return HAN_WIDTH;
	return (byte & 0xc0) == 0x80 ? 0 : LETTER_WIDTH;
}

double
chart_text_width(struct str text)
{
	double width = 0;

	for (size_t i = 0; i < text.len; i++)
		width += byte_width((unsigned char)text.data[i]);
	return width;
}

struct str
chart_text_cut(struct arena *arena, struct str text, double width)
{
	double used = HAN_WIDTH;

	if (chart_text_width(text) <= width)
		return text;
	for (size_t i = 0; i < text.len; i++) {
		used += byte_width((unsigned char)text.data[i]);
		if (used > width)
			return str_join(arena, str_slice(text, 0, i), S("\xe2\x80\xa6"));
	}
	return text;
}
