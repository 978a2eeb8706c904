/* pattern.c: holds typed text against the shapes that fields accept. */
#define PCRE2_CODE_UNIT_WIDTH 8
#include "model/pattern.h"

#include <pcre2.h>

#include "base/log.h"

static const char *const patterns[PATTERN_COUNT] = {
	[PATTERN_EMAIL] = "^[^\\s@<>\"(),:;\\[\\]\\\\]{1,64}@(?:[\\pL\\pN](?:[\\pL\\pN-]{0,61}[\\pL\\pN])?\\.)+[\\pL\\pN]{2,24}$",
	[PATTERN_PHONE] = "^\\+?(?=(?:[^0-9]*[0-9]){3})[0-9 ()./\\-]{3,32}(?:(?:x|ext\\.?|转) ?[0-9]{1,8})?$",
	[PATTERN_URL] = "^https?://(?:[\\pL\\pN](?:[\\pL\\pN-]{0,61}[\\pL\\pN])?\\.)+[\\pL\\pN-]{2,24}(?::[0-9]{1,5})?(?:[/?#][^\\s<>\"]*)?$",
	[PATTERN_CURRENCY] = "^[A-Z]{3}$",
	[PATTERN_LOGIN] = "^[a-z0-9][a-z0-9._@-]{1,79}$",
	/* Without what stands between names where a cell of a file has several (row_cut_name). */
	[PATTERN_ONE_NAME] = "^[^;,；，、]+$",
};

bool
pattern_matches(enum pattern pattern, struct str text)
{
	int error;
	PCRE2_SIZE at;
	pcre2_code *code = pcre2_compile((PCRE2_SPTR)patterns[pattern], PCRE2_ZERO_TERMINATED, PCRE2_UTF | PCRE2_UCP, &error, &at, NULL);
	pcre2_match_data *match;
	pcre2_match_context *limits;
	int count;

	if (!code)
		log_fatal("code", "pattern %d does not compile at %zu", (int)pattern, (size_t)at);
	match = pcre2_match_data_create_from_pattern(code, NULL);
	limits = pcre2_match_context_create(NULL);
	if (!match || !limits)
		log_fatal("memory", "no memory left for a pattern");
	pcre2_set_match_limit(limits, 20000);
	pcre2_set_depth_limit(limits, 500);
	count = pcre2_match(code, (PCRE2_SPTR)text.data, text.len, 0, 0, match, limits);
	pcre2_match_context_free(limits);
	pcre2_match_data_free(match);
	pcre2_code_free(code);
	return count > 0;
}
