#include "Schema.h"

static const unsigned char roles[] = {
#embed "roles.sql"
};
static const unsigned char schemas[] = {
#embed "0001_schemas.sql"
};
static const unsigned char audit[] = {
#embed "0002_audit.sql"
};
static const unsigned char accounts[] = {
#embed "0003_accounts.sql"
};
static const unsigned char protocol[] = {
#embed "0004_protocol.sql"
};
static const unsigned char recordings[] = {
#embed "0005_recordings.sql"
};
static const unsigned char sampling[] = {
#embed "0006_sampling.sql"
};
static const unsigned char conduct[] = {
#embed "0007_conduct.sql"
};
static const unsigned char data_cut[] = {
#embed "0008_data_cut.sql"
};
static const unsigned char audit_trail[] = {
#embed "0009_audit.sql"
};
static const unsigned char identity[] = {
#embed "0010_identity.sql"
};
static const unsigned char formats[] = {
#embed "0011_recordings.sql"
};
static const unsigned char scoring[] = {
#embed "0012_scoring.sql"
};
static const unsigned char waveform_compression[] = {
#embed "0013_waveform_compression.sql"
};
static const unsigned char governance[] = {
#embed "0014_governance.sql"
};

static const unsigned char admissions[] = {
#embed "0015_admissions.sql"
};

// Roles first, then the migrations in the order of their numbers; a test compares this list with the folder.
static const EmbeddedFile files[] = {
    {"roles.sql", roles, sizeof roles},
    {"0001_schemas.sql", schemas, sizeof schemas},
    {"0002_audit.sql", audit, sizeof audit},
    {"0003_accounts.sql", accounts, sizeof accounts},
    {"0004_protocol.sql", protocol, sizeof protocol},
    {"0005_recordings.sql", recordings, sizeof recordings},
    {"0006_sampling.sql", sampling, sizeof sampling},
    {"0007_conduct.sql", conduct, sizeof conduct},
    {"0008_data_cut.sql", data_cut, sizeof data_cut},
    {"0009_audit.sql", audit_trail, sizeof audit_trail},
    {"0010_identity.sql", identity, sizeof identity},
    {"0011_recordings.sql", formats, sizeof formats},
    {"0012_scoring.sql", scoring, sizeof scoring},
    {"0013_waveform_compression.sql", waveform_compression, sizeof waveform_compression},
    {"0014_governance.sql", governance, sizeof governance},
    {"0015_admissions.sql", admissions, sizeof admissions},
};

EmbeddedShelf schema_shelf(void) {
    return (EmbeddedShelf){files, sizeof files / sizeof files[0]};
}
