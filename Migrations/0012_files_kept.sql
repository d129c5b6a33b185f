-- A file that is whole never changes: what was handed in can be proven byte for byte, whoever asks the database to forget it.
-- Bytes may go only while a file arrives, and those of a file taken out of an application that was never handed in.
CREATE FUNCTION file_keeps() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state = 'arriving' THEN
        IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
        RETURN NEW;
    END IF;
    -- Taking a file out of a draft is the one thing left to happen to it. Papers of the office stay.
    IF TG_OP = 'UPDATE' AND OLD.state = 'ready' AND NEW.state = 'removed' AND OLD.application_id IS NOT NULL
        AND to_jsonb(OLD) - ARRAY['state', 'removed_at'] = to_jsonb(NEW) - ARRAY['state', 'removed_at']
        AND NOT EXISTS (SELECT FROM application a WHERE a.application_id = OLD.application_id AND a.state = 'submitted')
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'a whole file never changes' USING ERRCODE = 'restrict_violation', CONSTRAINT = 'file_never_changes';
END
$$;
CREATE TRIGGER file_keeps BEFORE UPDATE OR DELETE ON file FOR EACH ROW EXECUTE FUNCTION file_keeps();
CREATE TRIGGER file_never_emptied BEFORE TRUNCATE ON file FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE FUNCTION file_chunk_keeps() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    whose file;
BEGIN
    IF TG_OP = 'INSERT' THEN
        SELECT * INTO whose FROM file f WHERE f.file_id = NEW.file_id;
        -- Without a file the foreign key refuses.
        IF NOT FOUND OR whose.state = 'arriving' THEN RETURN NEW; END IF;
    ELSIF TG_OP = 'DELETE' THEN
        SELECT * INTO whose FROM file f WHERE f.file_id = OLD.file_id;
        -- Not found: the file is going, which its own trigger has allowed.
        IF NOT FOUND OR whose.state = 'arriving' THEN RETURN OLD; END IF;
        IF whose.state = 'removed'
            AND NOT EXISTS (SELECT FROM submission s WHERE s.application_id = whose.application_id)
        THEN
            RETURN OLD;
        END IF;
    END IF;
    RAISE EXCEPTION 'the bytes of a whole file never change'
        USING ERRCODE = 'restrict_violation', CONSTRAINT = 'file_chunk_never_changes';
END
$$;
CREATE TRIGGER file_chunk_keeps BEFORE INSERT OR UPDATE OR DELETE ON file_chunk
    FOR EACH ROW EXECUTE FUNCTION file_chunk_keeps();
CREATE TRIGGER file_chunk_never_emptied BEFORE TRUNCATE ON file_chunk FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- What a file is called, whose it is and where it belongs is said once.
REVOKE UPDATE ON file FROM kopiena_service;
GRANT UPDATE (state, media_type, size, sha256, removed_at) ON file TO kopiena_service;
