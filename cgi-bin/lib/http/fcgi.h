/*
 * fcgi.h: the wire. One request after another under FastCGI, exactly one
 * under plain CGI; the pages see no difference. The only file that knows
 * libfcgi is fcgi.c.
 */
#ifndef HTTP_FCGI_H
#define HTTP_FCGI_H

#include "base/str.h"

struct wire;

/*
 * Gets ready to serve. listen_address NULL: the socket systemd opened
 * (LISTEN_FDS), else standard input as the web server gave it (FastCGI socket
 * or plain CGI, found out here); else a path of a unix socket or
 * "127.0.0.1:9000" to open. SIGTERM and SIGUSR1 let the
 * request in hand finish and make wire_accept return false; first what waits
 * in the socket is answered, too, where the web server says that no other
 * process would do it (QIAO_OWN_SOCKET).
 */
struct wire *wire_open(struct arena *program, const char *listen_address);
bool wire_is_cgi(const struct wire *wire);

/* Waits for the next request. False when the program should end. */
bool wire_accept(struct wire *wire);
struct str wire_param(struct wire *wire, const char *name);     /* lives until wire_finish */
/* Reads up to size bytes; fewer only at the end of the body. */
size_t wire_read(struct wire *wire, void *to, size_t size);
bool wire_write(struct wire *wire, struct str s);
void wire_finish(struct wire *wire);

#endif
