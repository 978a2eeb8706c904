/* fetch.c: asks a web server one question, with libcurl. */
#include "net/fetch.h"

#include <curl/curl.h>

#include "base/buf.h"

enum { HEAD_BYTES = 64 << 10, BODY_BYTES = 1 << 20, TIMEOUT_S = 10, CONNECT_S = 5 };

static size_t
take(char *bytes, size_t size, size_t count, void *target)
{
	struct buf *buf = target;

	buf_add(buf, (struct str){ bytes, size * count });
	return buf->is_full ? 0 : size * count;
}

/* "Expire date:Feb 28 12:00:00 2027 GMT" of the server's own certificate, the first of the chain. */
static struct str
certificate_until(struct arena *arena, CURL *curl)
{
	struct curl_certinfo *chain = NULL;

	if (curl_easy_getinfo(curl, CURLINFO_CERTINFO, &chain) != CURLE_OK || !chain || chain->num_of_certs < 1)
		return NO_STR;
	for (const struct curl_slist *line = chain->certinfo[0]; line; line = line->next)
		if (str_starts_with(str_from(line->data), S("Expire date:")))
			return str_copy(arena, str_from(line->data + sizeof "Expire date:" - 1));
	return NO_STR;
}

static void
set(CURL *curl, struct arena *arena, const struct fetch *wanted, struct curl_slist *address, struct buf *head, struct buf *body)
{
	curl_easy_setopt(curl, CURLOPT_URL, str_terminated(arena, wanted->url));
#if LIBCURL_VERSION_NUM >= 0x075500
	curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
#else
	curl_easy_setopt(curl, CURLOPT_PROTOCOLS, (long)(CURLPROTO_HTTP | CURLPROTO_HTTPS));
#endif
	curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L);
	curl_easy_setopt(curl, CURLOPT_PROXY, "");
	curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(curl, CURLOPT_TIMEOUT, (long)(wanted->timeout_s ? wanted->timeout_s : TIMEOUT_S));
	curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, (long)CONNECT_S);
	curl_easy_setopt(curl, CURLOPT_CERTINFO, 1L);
	curl_easy_setopt(curl, CURLOPT_USERAGENT, "qiao");
	curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, take);
	curl_easy_setopt(curl, CURLOPT_HEADERDATA, head);
	curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take);
	curl_easy_setopt(curl, CURLOPT_WRITEDATA, body);
	if (address) {
		curl_easy_setopt(curl, CURLOPT_CONNECT_TO, address);
		curl_easy_setopt(curl, CURLOPT_SSL_VERIFYPEER, 0L);
		curl_easy_setopt(curl, CURLOPT_SSL_VERIFYHOST, 0L);
	}
	if (wanted->body.data) {
		curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE, (long)wanted->body.len);
		curl_easy_setopt(curl, CURLOPT_COPYPOSTFIELDS, str_terminated(arena, wanted->body));
	}
}

void
fetch(struct arena *arena, const struct fetch *wanted, struct fetched *found)
{
	CURL *curl = curl_easy_init();
	struct buf head, body;
	struct curl_slist *place;
	curl_off_t time_us = 0;
	char *address = NULL;
	long status = 0;
	CURLcode code;

	*found = (struct fetched){ .problem = S("curl cannot start") };
	if (!curl)
		return;
	buf_init(&head, arena, HEAD_BYTES);
	buf_init(&body, arena, BODY_BYTES);
	/* The list is ours until the question has been asked. */
	place = wanted->at.len ? curl_slist_append(NULL, str_format(arena, "::%.*s:", STR_ARG(wanted->at)).data) : NULL;
	set(curl, arena, wanted, place, &head, &body);
	code = curl_easy_perform(curl);
	curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
	curl_easy_getinfo(curl, CURLINFO_TOTAL_TIME_T, &time_us);
	curl_easy_getinfo(curl, CURLINFO_LOCAL_IP, &address);
	*found = (struct fetched){ .is_answered = code == CURLE_OK, .status = (int)status, .head = buf_str(&head), .body = buf_str(&body),
	                           .time_us = (uint64_t)time_us, .local_address = str_copy(arena, str_from(address ? address : "")),
	                           .certificate_until = certificate_until(arena, curl) };
	if (code != CURLE_OK)
		found->problem = str_copy(arena, str_from(curl_easy_strerror(code)));
	curl_easy_cleanup(curl);
	curl_slist_free_all(place);
}

struct str
fetched_header(const struct fetched *found, const char *name)
{
	struct str rest = found->head, line, key;

	while (str_cut(&rest, '\n', &line))
		if (str_find_char(line, ':') >= 0 && str_cut(&line, ':', &key) && str_equal_ignoring_case(str_trim(key), str_from(name)))
			return str_trim(line);
	return NO_STR;
}
