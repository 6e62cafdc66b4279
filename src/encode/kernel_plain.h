/* kernel_plain: what kernel_vector.h asks for, with the vector types of GCC and Clang alone. */
#ifndef MW_KERNEL_PLAIN_H
#define MW_KERNEL_PLAIN_H

#define MW_LANES 4
#define vf_fma(a, b, c) vf_fused((a), (b), (c))
#define f_fma(a, b, c) ((float)((double)(a) * (b) + (c)))
#define vf_max(a, b) vf_pick((a) > (b), (a), (b))
#define vf_min(a, b) vf_pick((a) < (b), (a), (b))
#define vf_pick(mask, a, b) (vf)(((vi)(a) & (mask)) | ((vi)(b) & ~(mask)))

/* a · b + c, rounded once like the other kernels' fused operation: as doubles the product is exact. (The sum is rounded to 53 bits
 * before it is to 24: one result of a thousand million may differ.) */
static inline __attribute__((always_inline)) float __attribute__((vector_size(16)))
vf_fused(float __attribute__((vector_size(16))) a, float __attribute__((vector_size(16))) b, float __attribute__((vector_size(16))) c) {
    typedef double vd __attribute__((vector_size(32)));
    vd y = __builtin_convertvector(a, vd) * __builtin_convertvector(b, vd) + __builtin_convertvector(c, vd);
    return __builtin_convertvector(y, float __attribute__((vector_size(16))));
}

#endif
