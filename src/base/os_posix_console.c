/* The console on POSIX systems. */
#define _DEFAULT_SOURCE
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/os.h"

/* A terminal that does not tell its width (a pipe into one, some editors) counts as 80 columns. */
int mw_os_terminal_width(int stream) {
    if (stream < 0 || stream > 2 || !isatty(stream)) return 0;
    struct winsize size;
    if (ioctl(stream, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) return 80;
    return size.ws_col;
}
