/* kernel: which table of kernels runs here. Decided from what the processor says and, for tests, from MARROW_KERNEL; keeps nothing. */
#include "encode/kernel.h"

#include <stdlib.h>
#include <string.h>

#include "base/os.h"

#ifdef MW_KERNEL_X86
#include <cpuid.h>

/* What GCC 12 and Clang 14 cannot be asked by __builtin_cpu_supports. */
static bool has_avx_vnni(void) {
    unsigned a, b, c, d;
    return __get_cpuid_count(7, 1, &a, &b, &c, &d) && a & 1u << 4;
}

/* AMX: the processor has tiles and their int8 products, the system keeps their registers (bits 17 and 18), and this process may use them. */
static bool has_amx(void) {
    unsigned a, b, c, d;
    if (!__get_cpuid_count(7, 0, &a, &b, &c, &d) || !(d & 1u << 24) || !(d & 1u << 25)) return false;
    if (!__get_cpuid(1, &a, &b, &c, &d) || !(c & 1u << 27)) return false;
    __asm__ volatile("xgetbv" : "=a"(a), "=d"(d) : "c"(0));
    return (a >> 17 & 3) == 3 && mw_os_allow_tiles();
}

/* A small product by AMX is what VNNI makes of it: no machine may read a text wrongly because its tiles are not what is thought. */
static bool amx_is_right(void) {
    enum { ROWS = 33, OUT = 40, IN = 64 };
    _Alignas(64) int8_t w[48 * IN];
    _Alignas(64) uint8_t q[ROWS * IN];
    float scale[ROWS], by[OUT], bias[OUT], want[ROWS * OUT], got[ROWS * OUT];
    int32_t sum[OUT];
    for (int i = 0; i < 48 * IN; i++) w[i] = (int8_t)(i * 37 % 127 - 63);
    for (int i = 0; i < ROWS * IN; i++) q[i] = (uint8_t)(i * 101 % 256);
    for (int i = 0; i < ROWS; i++) scale[i] = 0.01f * (float)(i + 1);
    for (int i = 0; i < OUT; i++) by[i] = 0.001f * (float)(i + 1), bias[i] = (float)i, sum[i] = i * 3;
    const mw_linear l = {.kernel = &mw_kernel_vnni, .out = OUT, .in = IN, .packed = w, .scale = by, .sum = sum, .bias = bias};
    mw_kernel_vnni.product(&l, q, scale, ROWS, MW_ACT_NONE, want);
    mw_kernel_amx.product(&l, q, scale, ROWS, MW_ACT_NONE, got);
    return !memcmp(want, got, sizeof want);
}
#endif

const mw_kernel *mw_kernel_named(const char *name) {
    if (!strcmp(name, "c")) return &mw_kernel_c;
#ifdef MW_KERNEL_X86
    __builtin_cpu_init();
    bool avx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
    bool vnni = avx2 && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl") &&
                __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vnni");
    if (!strcmp(name, "avx2") && avx2) return &mw_kernel_avx2;
    if (!strcmp(name, "avxvnni") && avx2 && has_avx_vnni()) return &mw_kernel_avxvnni;
    if (!strcmp(name, "vnni") && vnni) return &mw_kernel_vnni;
    if (!strcmp(name, "amx") && vnni && has_amx() && amx_is_right()) return &mw_kernel_amx;
#endif
    return NULL;
}

const mw_kernel *mw_kernel_pick(void) {
#ifdef MW_SANITIZE
    static const char *const best[] = {"c"};
#else
    static const char *const best[] = {"amx", "vnni", "avxvnni", "avx2"};
#endif
    const char *asked = getenv("MARROW_KERNEL");
    const mw_kernel *k = asked ? mw_kernel_named(asked) : NULL;
    for (size_t i = 0; !k && i < sizeof best / sizeof *best; i++) k = mw_kernel_named(best[i]);
    return k ? k : &mw_kernel_c;
}

const char *mw_kernel_name(void) { return mw_kernel_pick()->name; }
