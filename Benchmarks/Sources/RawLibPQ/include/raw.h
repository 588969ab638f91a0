#pragma once

// What a careful C program does with libpq: the yardstick for the client. A negative result is a failure.

typedef struct raw_connection raw_connection;

raw_connection *raw_connect(const char *socket_folder, const char *port, const char *user, const char *database);
void raw_close(raw_connection *connection);

/// Runs `count` lookups by key, one after the other, in one transaction; the sum of what they found.
long raw_lookups(raw_connection *connection, int count);

/// The same, `batch` to a pipeline.
long raw_pipelines(raw_connection *connection, int count, int batch);

/// Copies `count` rows into a table in one transaction, then undoes it.
long raw_copy(raw_connection *connection, int count);
