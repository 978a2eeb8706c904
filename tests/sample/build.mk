# build.mk: links the programs once more with the data dictionary of $(SAMPLE), and its own program, by the rules of a
# build tree: make -C BUILD_TREE -f .../build.mk SAMPLE=FOLDER sample. Nothing is written to the build tree.
include Makefile

sample_sources = $(wildcard $(SAMPLE)/cgi-bin/fleet/*.c)
# What stands before the libraries is taken instead of theirs.
sample_tables = $(SAMPLE)/cgi-bin/entities/areas.o $(SAMPLE)/cgi-bin/entities/dictionary.o $(SAMPLE)/cgi-bin/entities/vehicle.o
sample_programs = $(addprefix $(SAMPLE)/programs/,$(pkglibexec_PROGRAMS) $(bin_PROGRAMS))

$(SAMPLE)/%.o: $(SAMPLE)/%.c
	$(CC) -I$(SAMPLE)/cgi-bin $(DEFS) $(DEFAULT_INCLUDES) $(INCLUDES) $(AM_CPPFLAGS) $(CPPFLAGS) $(AM_CFLAGS) $(CFLAGS) -c -o $@ $<

$(SAMPLE)/programs/fleet: $(sample_sources:.c=.o) $(sample_tables)
	$(LINK) $^ $(LDADD) $(LIBS)

$(sample_programs): $(sample_tables)
	$(LINK) $($(@F)_OBJECTS) $^ $(LDADD) $(LIBS)

sample: $(SAMPLE)/programs/fleet $(sample_programs)

.PHONY: sample
