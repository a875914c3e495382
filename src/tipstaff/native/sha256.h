/* SHA-256 (FIPS 180-4), with the processor's own instructions where it has them. */
#ifndef TIPSTAFF_SHA256_H
#define TIPSTAFF_SHA256_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#if (defined(__x86_64__) || defined(__i386__)) && defined(__GNUC__)
#include <cpuid.h>
#include <immintrin.h>
#define TIPSTAFF_SHA_NI 1
#endif

#define SHA256_SIZE 32
#define SHA256_BLOCK 64

typedef struct {
    uint32_t state[8];
    uint64_t length;
    unsigned char waiting[SHA256_BLOCK];
} Sha256;

static const uint32_t sha256_constants[64] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
};

static inline uint32_t
sha256_turned(uint32_t word, int by)
{
    return (word >> by) | (word << (32 - by));
}

static void
sha256_plainly(uint32_t *state, const unsigned char *data, size_t blocks)
{
    uint32_t w[64];
    for (; blocks; blocks--, data += SHA256_BLOCK) {
        for (int i = 0; i < 16; i++)
            w[i] = (uint32_t)data[4 * i] << 24 | (uint32_t)data[4 * i + 1] << 16 | (uint32_t)data[4 * i + 2] << 8 |
                   data[4 * i + 3];
        for (int i = 16; i < 64; i++) {
            uint32_t near = sha256_turned(w[i - 15], 7) ^ sha256_turned(w[i - 15], 18) ^ (w[i - 15] >> 3);
            uint32_t far = sha256_turned(w[i - 2], 17) ^ sha256_turned(w[i - 2], 19) ^ (w[i - 2] >> 10);
            w[i] = w[i - 16] + near + w[i - 7] + far;
        }
        uint32_t a = state[0], b = state[1], c = state[2], d = state[3];
        uint32_t e = state[4], f = state[5], g = state[6], h = state[7];
        for (int i = 0; i < 64; i++) {
            uint32_t high = sha256_turned(e, 6) ^ sha256_turned(e, 11) ^ sha256_turned(e, 25);
            uint32_t one = h + high + ((e & f) ^ (~e & g)) + sha256_constants[i] + w[i];
            uint32_t low = sha256_turned(a, 2) ^ sha256_turned(a, 13) ^ sha256_turned(a, 22);
            uint32_t two = low + ((a & b) ^ (a & c) ^ (b & c));
            h = g, g = f, f = e, e = d + one, d = c, c = b, b = a, a = one + two;
        }
        state[0] += a, state[1] += b, state[2] += c, state[3] += d;
        state[4] += e, state[5] += f, state[6] += g, state[7] += h;
    }
}

#ifdef TIPSTAFF_SHA_NI
/* The instructions hold the state as ABEF and CDGH, and take two rounds at a time. */
__attribute__((target("sha,sse4.1,ssse3"))) static void
sha256_in_hardware(uint32_t *state, const unsigned char *data, size_t blocks)
{
    const __m128i turn = _mm_set_epi64x(0x0c0d0e0f08090a0bLL, 0x0405060700010203LL);
    __m128i dcba = _mm_shuffle_epi32(_mm_loadu_si128((const __m128i *)state), 0xb1);
    __m128i hgfe = _mm_shuffle_epi32(_mm_loadu_si128((const __m128i *)(state + 4)), 0x1b);
    __m128i abef = _mm_alignr_epi8(dcba, hgfe, 8);
    __m128i cdgh = _mm_blend_epi16(hgfe, dcba, 0xf0);
    for (; blocks; blocks--, data += SHA256_BLOCK) {
        __m128i abef_before = abef, cdgh_before = cdgh, w[4];
        for (int i = 0; i < 4; i++)
            w[i] = _mm_shuffle_epi8(_mm_loadu_si128((const __m128i *)(data + 16 * i)), turn);
        for (int i = 0; i < 16; i++) {
            __m128i words = w[i & 3];
            if (i >= 4) { /* four words from the sixteen before them */
                words = _mm_sha256msg1_epu32(words, w[(i + 1) & 3]);
                words = _mm_add_epi32(words, _mm_alignr_epi8(w[(i + 3) & 3], w[(i + 2) & 3], 4));
                words = w[i & 3] = _mm_sha256msg2_epu32(words, w[(i + 3) & 3]);
            }
            words = _mm_add_epi32(words, _mm_loadu_si128((const __m128i *)(sha256_constants + 4 * i)));
            cdgh = _mm_sha256rnds2_epu32(cdgh, abef, words);
            abef = _mm_sha256rnds2_epu32(abef, cdgh, _mm_shuffle_epi32(words, 0x0e));
        }
        abef = _mm_add_epi32(abef, abef_before);
        cdgh = _mm_add_epi32(cdgh, cdgh_before);
    }
    __m128i feba = _mm_shuffle_epi32(abef, 0x1b), dchg = _mm_shuffle_epi32(cdgh, 0xb1);
    _mm_storeu_si128((__m128i *)state, _mm_blend_epi16(feba, dchg, 0xf0));
    _mm_storeu_si128((__m128i *)(state + 4), _mm_alignr_epi8(dchg, feba, 8));
}

static int
sha256_has_hardware(void)
{
    unsigned int a, b, c, d;
    if (!__get_cpuid(1, &a, &b, &c, &d) || !(c & (1u << 19)) || !(c & (1u << 9))) /* SSE4.1, SSSE3 */
        return 0;
    return __get_cpuid_count(7, 0, &a, &b, &c, &d) && (b & (1u << 29));
}
#else
static int
sha256_has_hardware(void)
{
    return 0;
}
#endif

typedef void (*Sha256Blocks)(uint32_t *state, const unsigned char *data, size_t blocks);

/* Chosen once, when the module is made; plainly: whatever the processor has. */
static Sha256Blocks sha256_blocks = sha256_plainly;

static inline void
sha256_choose(int plainly)
{
    sha256_blocks = sha256_plainly;
#ifdef TIPSTAFF_SHA_NI
    if (!plainly && sha256_has_hardware())
        sha256_blocks = sha256_in_hardware;
#else
    (void)plainly;
#endif
}

static inline void
sha256_begin(Sha256 *sha)
{
    static const uint32_t first[8] = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                      0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
    memcpy(sha->state, first, sizeof first);
    sha->length = 0;
}

static inline void
sha256_add(Sha256 *sha, const void *data, size_t size)
{
    const unsigned char *at = data;
    size_t held = (size_t)(sha->length % SHA256_BLOCK);
    sha->length += size;
    if (held) {
        size_t taken = size < SHA256_BLOCK - held ? size : SHA256_BLOCK - held;
        memcpy(sha->waiting + held, at, taken);
        at += taken;
        size -= taken;
        if (held + taken < SHA256_BLOCK)
            return;
        sha256_blocks(sha->state, sha->waiting, 1);
    }
    if (size >= SHA256_BLOCK) {
        sha256_blocks(sha->state, at, size / SHA256_BLOCK);
        at += size / SHA256_BLOCK * SHA256_BLOCK;
        size %= SHA256_BLOCK;
    }
    if (size)
        memcpy(sha->waiting, at, size);
}

static inline void
sha256_end(Sha256 *sha, unsigned char *digest)
{
    unsigned char tail[2 * SHA256_BLOCK] = {0x80};
    size_t held = (size_t)(sha->length % SHA256_BLOCK);
    size_t size = (held < 56 ? 56 : 120) - held;
    uint64_t bits = sha->length * 8;
    for (int i = 0; i < 8; i++)
        tail[size + (size_t)i] = (unsigned char)(bits >> (56 - 8 * i));
    sha256_add(sha, tail, size + 8);
    for (int i = 0; i < 8; i++)
        for (int j = 0; j < 4; j++)
            digest[4 * i + j] = (unsigned char)(sha->state[i] >> (24 - 8 * j));
}

#endif
