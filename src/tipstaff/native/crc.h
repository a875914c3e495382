/* The CRC-32 of `zlib`, a byte at a time. */
#ifndef TIPSTAFF_CRC_H
#define TIPSTAFF_CRC_H

#include <stddef.h>
#include <stdint.h>

static uint32_t crc_bytes_table[256];

/* To be called once, before the first sum. */
static inline void
make_crc_bytes(void)
{
    for (uint32_t byte = 0; byte < 256; byte++) {
        uint32_t value = byte;
        for (int bit = 0; bit < 8; bit++) {
            value = (value >> 1) ^ (value & 1 ? 0xEDB88320u : 0);
        }
        crc_bytes_table[byte] = value;
    }
}

/* An unfinished sum with one more byte. */
static inline uint32_t
crc_byte(uint32_t crc, uint32_t byte)
{
    return (crc >> 8) ^ crc_bytes_table[(crc ^ byte) & 0xFF];
}

static inline uint32_t
crc_bytes(const char *data, size_t size)
{
    uint32_t crc = 0xFFFFFFFFu;
    for (size_t at = 0; at < size; at++) {
        crc = crc_byte(crc, (unsigned char)data[at]);
    }
    return crc ^ 0xFFFFFFFFu;
}

#endif
