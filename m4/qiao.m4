# qiao.m4: asks the compiler and the linker which flags they know.

# QIAO_COMPILER_FLAGS(VARIABLE, FLAGS...): appends each flag that the compiler takes without a warning.
AC_DEFUN([QIAO_COMPILER_FLAGS], [
m4_foreach_w([flag], [$2], [
	AC_MSG_CHECKING([whether $CC takes flag])
	qiao_saved_cflags=$CFLAGS
	CFLAGS="$CFLAGS $$1 -Werror flag"
	AC_COMPILE_IFELSE([AC_LANG_PROGRAM([[#include <string.h>]], [[char to[4]; memset(to, 0, sizeof(to)); return to[0];]])],
		[AC_MSG_RESULT([yes]); $1="$$1 flag"], [AC_MSG_RESULT([no])])
	CFLAGS=$qiao_saved_cflags
])])

# QIAO_LINKER_FLAGS(VARIABLE, FLAGS...): the same at link time, with what the VARIABLE QIAO_CFLAGS holds.
AC_DEFUN([QIAO_LINKER_FLAGS], [
m4_foreach_w([flag], [$2], [
	AC_MSG_CHECKING([whether $CC links with flag])
	qiao_saved_cflags=$CFLAGS
	qiao_saved_ldflags=$LDFLAGS
	CFLAGS="$CFLAGS $QIAO_CFLAGS -Werror"
	LDFLAGS="$LDFLAGS flag"
	AC_LINK_IFELSE([AC_LANG_PROGRAM([], [])], [AC_MSG_RESULT([yes]); $1="$$1 flag"], [AC_MSG_RESULT([no])])
	CFLAGS=$qiao_saved_cflags
	LDFLAGS=$qiao_saved_ldflags
])])
