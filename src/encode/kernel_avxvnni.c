/* kernel_avxvnni: the same for processors without AVX-512 that have its int8 dot products for shorter vectors (AVX-VNNI; Intel since 2021). */
#include "encode/kernel.h"

#ifdef MW_KERNEL_X86
#define MW_TABLE mw_kernel_avxvnni
#define MW_TABLE_NAME "avxvnni"
#define MW_AVX_VNNI 1
#include "encode/kernel_256.h"
#endif
