#include <libpq-fe.h>

// Swift does not import character macros.
static const int diagnosticSQLState = PG_DIAG_SQLSTATE;
static const int diagnosticMessage = PG_DIAG_MESSAGE_PRIMARY;
static const int diagnosticPosition = PG_DIAG_STATEMENT_POSITION;
static const int diagnosticConstraint = PG_DIAG_CONSTRAINT_NAME;
static const int diagnosticSchema = PG_DIAG_SCHEMA_NAME;
static const int diagnosticTable = PG_DIAG_TABLE_NAME;
static const int diagnosticColumn = PG_DIAG_COLUMN_NAME;
