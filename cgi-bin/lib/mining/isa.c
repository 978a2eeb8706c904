/* isa.c: security as one figure, the way its source has it and the way it means something. */
#include "mining/isa.h"

struct isa
isa_of(const uint64_t passed[ISA_PARTS], const uint64_t failed[ISA_PARTS])
{
	struct isa isa = { .is_known = true, .weakest = 1, .product = 1 };
	double none_holds = 1;

	for (int i = 0; i < ISA_PARTS; i++) {
		uint64_t all = passed[i] + failed[i];

		isa.is_known = isa.is_known && all;
		isa.shares[i] = all ? (double)passed[i] / (double)all : 0;
		none_holds *= 1 - isa.shares[i];
		isa.product *= isa.shares[i];
		isa.weakest = isa.shares[i] < isa.weakest ? isa.shares[i] : isa.weakest;
	}
	isa.index = 1 - none_holds;
	isa.has_source = isa.is_known && isa.index > 0;
	isa.as_in_source = isa.has_source ? 1 / isa.index : 0;
	return isa;
}
