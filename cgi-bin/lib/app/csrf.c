/* csrf.c: makes and checks form tokens. */
#include "app/csrf.h"

#include <string.h>

#include "base/digest.h"
#include "base/random.h"

enum { NONCE_BYTES = 16, MAC_BYTES = 16 };

struct str
csrf_token(struct arena *arena, struct str key)
{
	unsigned char bytes[NONCE_BYTES + MAC_BYTES];
	struct digest mac;

	random_bytes(bytes, NONCE_BYTES);
	mac = digest_hmac(key, (struct str){ (const char *)bytes, NONCE_BYTES });
	memcpy(bytes + NONCE_BYTES, mac.bytes, MAC_BYTES);
	return base64url_encode(arena, bytes, sizeof bytes);
}

bool
csrf_check(struct arena *arena, struct str key, struct str token, struct str path, struct str *change_token)
{
	unsigned char bytes[NONCE_BYTES + MAC_BYTES];
	struct digest mac, sent, named;

	if (key.len != 43 || !base64url_decode(token, bytes, sizeof bytes))
		return false;
	mac = digest_hmac(key, (struct str){ (const char *)bytes, NONCE_BYTES });
	sent = mac;
	memcpy(sent.bytes, bytes + NONCE_BYTES, MAC_BYTES);
	if (!digest_equal(&mac, &sent))
		return false;
	named = digest_hmac((struct str){ (const char *)bytes, NONCE_BYTES }, path);
	*change_token = str_copy(arena, (struct str){ (const char *)named.bytes, 16 });
	return true;
}
