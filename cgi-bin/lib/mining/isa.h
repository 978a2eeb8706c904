/*
 * isa.h: one figure for security from three shares of checks passed: of the
 * system S, the application A and the access V.
 *
 * The formula this comes from, 1 / (1 - (1-S)(1-A)(1-V)), rises as security
 * falls and has no value where all three are 0. Its reciprocal lies between 0
 * and 1 and rises with each part: the chance that at least one of three
 * layers holds, if they fail independently. That flatters a single strong
 * layer, so the weakest layer and the product, where every layer must hold,
 * stand beside it.
 */
#ifndef MINING_ISA_H
#define MINING_ISA_H

#include <stdbool.h>
#include <stdint.h>

enum { ISA_PARTS = 3 };

struct isa {
	double shares[ISA_PARTS];      /* S, A, V */
	bool is_known;                 /* each list has a check that was answered */
	double index;                  /* 1 - (1-S)(1-A)(1-V) */
	double as_in_source;           /* its reciprocal, where has_source */
	bool has_source;               /* false: division by zero */
	double weakest, product;
};

struct isa isa_of(const uint64_t passed[ISA_PARTS], const uint64_t failed[ISA_PARTS]);

#endif
