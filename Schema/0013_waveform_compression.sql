-- Samples are compressed when they are stored. LZ4 takes a fraction of the time of PostgreSQL's own method, which was
-- a quarter of what the server did in an import; a server that was built without LZ4 keeps to its own.
DO $$
BEGIN
    ALTER TABLE ecg.waveform ALTER COLUMN samples SET COMPRESSION lz4;
EXCEPTION
    WHEN feature_not_supported THEN
        RAISE NOTICE 'this server has no LZ4';
END
$$;
