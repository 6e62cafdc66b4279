/* kernel: which table of kernels runs here. Decided from what the processor says and, for tests, from MARROW_KERNEL; keeps nothing. */
#include "encode/kernel.h"

#include <stdlib.h>
#include <string.h>

const mw_kernel *mw_kernel_named(const char *name) {
    if (!strcmp(name, "c")) return &mw_kernel_c;
#ifdef MW_KERNEL_X86
    __builtin_cpu_init();
    if (!strcmp(name, "avx2") && __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) return &mw_kernel_avx2;
    if (!strcmp(name, "vnni") && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
        __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vnni"))
        return &mw_kernel_vnni;
#endif
    return NULL;
}

const mw_kernel *mw_kernel_pick(void) {
#ifdef MW_SANITIZE
    static const char *const best[] = {"c"};
#else
    static const char *const best[] = {"vnni", "avx2"};
#endif
    const char *asked = getenv("MARROW_KERNEL");
    const mw_kernel *k = asked ? mw_kernel_named(asked) : NULL;
    for (size_t i = 0; !k && i < sizeof best / sizeof *best; i++) k = mw_kernel_named(best[i]);
    return k ? k : &mw_kernel_c;
}

const char *mw_kernel_name(void) { return mw_kernel_pick()->name; }
