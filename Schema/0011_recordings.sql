-- Recordings of every format: some are longer than what is kept, some name no measurements, some need wider samples.

ALTER TABLE ecg.recording
    -- Where what is kept begins in the file, and how many samples a lead had there; NULL: all of it is kept.
    ADD COLUMN window_first_sample integer CHECK (window_first_sample >= 0),
    ADD COLUMN window_total_samples integer CHECK (window_total_samples > 0),
    -- Measurements that the file does not hold and that were computed from its signal, by column name.
    ADD COLUMN computed_measurements text[] NOT NULL DEFAULT '{}',
    ADD CONSTRAINT window_is_whole CHECK ((window_first_sample IS NULL) = (window_total_samples IS NULL));

ALTER TABLE ecg.waveform
    -- First differences of half counts in 16 bits, or in 32 where a lead does not fit; else the numbers as they are.
    ADD COLUMN sample_encoding text NOT NULL DEFAULT 'int16' CHECK (sample_encoding IN ('int16', 'int32', 'float32'));
