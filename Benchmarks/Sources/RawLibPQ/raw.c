#include "raw.h"

#include <endian.h>
#include <libpq-fe.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct raw_connection {
    PGconn *handle;
};

static const char *const lookup = "SELECT id, name, score FROM item WHERE id = $1";

static int run(PGconn *handle, const char *text) {
    PGresult *result = PQexec(handle, text);
    int ok = PQresultStatus(result) == PGRES_COMMAND_OK;
    PQclear(result);
    return ok;
}

raw_connection *raw_connect(const char *socket_folder, const char *port, const char *user, const char *database) {
    const char *names[] = {"host", "port", "user", "dbname", NULL};
    const char *values[] = {socket_folder, port, user, database, NULL};
    PGconn *handle = PQconnectdbParams(names, values, 0);
    const Oid types[] = {20};
    PGresult *prepared = PQprepare(handle, "lookup", lookup, 1, types);
    int ok = PQresultStatus(prepared) == PGRES_COMMAND_OK;
    PQclear(prepared);
    raw_connection *connection = ok ? malloc(sizeof *connection) : NULL;
    if (connection == NULL) {
        PQfinish(handle);
        return NULL;
    }
    connection->handle = handle;
    return connection;
}

void raw_close(raw_connection *connection) {
    PQfinish(connection->handle);
    free(connection);
}

/// Reads a row as the Swift side does: a number, a text of its own and a floating-point number.
static long read_row(const PGresult *result) {
    if (PQresultStatus(result) != PGRES_TUPLES_OK || PQntuples(result) != 1) return -1;
    uint64_t id, bits;
    memcpy(&id, PQgetvalue(result, 0, 0), sizeof id);
    memcpy(&bits, PQgetvalue(result, 0, 2), sizeof bits);
    char *name = strndup(PQgetvalue(result, 0, 1), (size_t)PQgetlength(result, 0, 1));
    bits = be64toh(bits);
    double score;
    memcpy(&score, &bits, sizeof score);
    long sum = (long)be64toh(id) + (long)strlen(name) + (long)score;
    free(name);
    return sum;
}

long raw_lookups(raw_connection *connection, int count) {
    PGconn *handle = connection->handle;
    if (!run(handle, "BEGIN")) return -1;
    long sum = 0;
    for (int i = 0; i < count; i++) {
        uint64_t key = htobe64((uint64_t)(i % 1000 + 1));
        const char *values[] = {(const char *)&key};
        const int lengths[] = {sizeof key}, formats[] = {1};
        PGresult *result = PQexecPrepared(handle, "lookup", 1, values, lengths, formats, 1);
        long part = read_row(result);
        PQclear(result);
        if (part < 0) return -1;
        sum += part;
    }
    return run(handle, "COMMIT") ? sum : -1;
}

static long one_pipeline(PGconn *handle, int first, int batch) {
    for (int i = 0; i < batch; i++) {
        uint64_t key = htobe64((uint64_t)((first + i) % 1000 + 1));
        const char *values[] = {(const char *)&key};
        const int lengths[] = {sizeof key}, formats[] = {1};
        if (!PQsendQueryPrepared(handle, "lookup", 1, values, lengths, formats, 1)) return -1;
    }
    if (!PQpipelineSync(handle)) return -1;
    long sum = 0;
    for (int i = 0; i < batch; i++) {
        PGresult *result = PQgetResult(handle);
        long part = read_row(result);
        PQclear(result);
        if (part < 0) return -1;
        sum += part;
        PQclear(PQgetResult(handle));
    }
    PGresult *end = PQgetResult(handle);
    int ok = PQresultStatus(end) == PGRES_PIPELINE_SYNC;
    PQclear(end);
    return ok ? sum : -1;
}

long raw_pipelines(raw_connection *connection, int count, int batch) {
    PGconn *handle = connection->handle;
    if (!run(handle, "BEGIN")) return -1;
    long sum = 0;
    for (int i = 0; i < count; i += batch) {
        if (!PQenterPipelineMode(handle)) return -1;
        long part = one_pipeline(handle, i, batch);
        if (part < 0 || !PQexitPipelineMode(handle)) return -1;
        sum += part;
    }
    return run(handle, "COMMIT") ? sum : -1;
}

static char *put(char *place, const void *bytes, size_t length) {
    memcpy(place, bytes, length);
    return place + length;
}

static char *put_number(char *place, uint32_t number) {
    number = htobe32(number);
    return put(place, &number, sizeof number);
}

static char *put_row(char *place, int i) {
    uint16_t columns = htobe16(3);
    place = put(place, &columns, sizeof columns);
    uint64_t id = htobe64((uint64_t)i);
    place = put(put_number(place, sizeof id), &id, sizeof id);
    char name[32];
    int length = snprintf(name, sizeof name, "name of item %d", i);
    place = put(put_number(place, (uint32_t)length), name, (size_t)length);
    double score = i / 8.0;
    uint64_t bits;
    memcpy(&bits, &score, sizeof bits);
    bits = htobe64(bits);
    return put(put_number(place, sizeof bits), &bits, sizeof bits);
}

long raw_copy(raw_connection *connection, int count) {
    static char buffer[(64 << 10) + 256];
    PGconn *handle = connection->handle;
    if (!run(handle, "BEGIN")) return -1;
    PGresult *begun = PQexec(handle, "COPY copied (id, name, score) FROM STDIN (FORMAT binary)");
    int ok = PQresultStatus(begun) == PGRES_COPY_IN;
    PQclear(begun);
    if (!ok) return -1;
    char *place = put(buffer, "PGCOPY\n\377\r\n\0\0\0\0\0\0\0\0\0", 19);
    for (int i = 0; i < count; i++) {
        place = put_row(place, i);
        if (place - buffer < 64 << 10) continue;
        if (PQputCopyData(handle, buffer, (int)(place - buffer)) != 1) return -1;
        place = buffer;
    }
    uint16_t end = 0xffff;
    place = put(place, &end, sizeof end);
    if (PQputCopyData(handle, buffer, (int)(place - buffer)) != 1 || PQputCopyEnd(handle, NULL) != 1) return -1;
    PGresult *result = PQgetResult(handle);
    long rows = PQresultStatus(result) == PGRES_COMMAND_OK ? atol(PQcmdTuples(result)) : -1;
    PQclear(result);
    PQclear(PQgetResult(handle));
    return run(handle, "ROLLBACK") ? rows : -1;
}
