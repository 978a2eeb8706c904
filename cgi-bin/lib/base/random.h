/* random.h: bytes nobody can guess, from the system; ends the process if there are none. */
#ifndef BASE_RANDOM_H
#define BASE_RANDOM_H

#include <stddef.h>

void random_bytes(void *to, size_t count);

#endif
