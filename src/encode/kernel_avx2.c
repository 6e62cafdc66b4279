/* kernel_avx2: the kernels for x86 processors with AVX2 and FMA (since 2013). The build compiles this file for that instruction set
 * (CMakeLists.txt, by the file's name); it runs only where mw_kernel_pick finds it. */
#include "encode/kernel.h"

#ifdef MW_KERNEL_X86
#define MW_TABLE mw_kernel_avx2
#define MW_TABLE_NAME "avx2"
#include "encode/kernel_256.h"
#endif
