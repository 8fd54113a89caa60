-- Who may do what in the database of Sporades. Three roles, so that a fault in
-- the site, or somebody who came in through it, can neither rewrite what happened
-- nor take the tables away.
--
--   sporades_migrate   owns everything; `sporades migrate` and `restore` run as it, nothing else
--   sporades_app       the site and the worker
--   sporades_purge     `sporades purge`: takes away what is past its time, and writes that it did
--
-- Once, as an administrator of PostgreSQL (the names of the roles are for the whole server):
--
--   createdb sporades
--   psql --set ON_ERROR_STOP=1 --single-transaction --dbname sporades --file postgresql-roles.sql
--   psql --dbname sporades        then, for each of the three: \password sporades_app
--   SPORADES_DATABASE=postgresql://sporades_migrate:…@…/sporades sporades migrate
--
-- After that `migrate`, after every later one and after a `restore`: the second line again.
-- It takes back every right, then gives those below: a table that a migration has made
-- answers to nobody until then.

DO $$
DECLARE role text;
BEGIN
    FOREACH role IN ARRAY ARRAY['sporades_migrate', 'sporades_app', 'sporades_purge'] LOOP
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = role) THEN
            EXECUTE format('CREATE ROLE %I LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOINHERIT', role);
        END IF;
    END LOOP;
    EXECUTE format('ALTER DATABASE %I OWNER TO sporades_migrate', current_database());
    EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database());
    EXECUTE format('GRANT CONNECT ON DATABASE %I TO sporades_app, sporades_purge', current_database());
END $$;

REVOKE ALL ON SCHEMA public FROM PUBLIC, sporades_app, sporades_purge;
GRANT USAGE, CREATE ON SCHEMA public TO sporades_migrate;
GRANT USAGE ON SCHEMA public TO sporades_app, sporades_purge;

REVOKE ALL ON ALL TABLES IN SCHEMA public FROM PUBLIC, sporades_app, sporades_purge;
REVOKE ALL ON ALL SEQUENCES IN SCHEMA public FROM PUBLIC, sporades_app, sporades_purge;

-- Before the first `migrate` there is nothing more to say.
DO $$
BEGIN
    IF to_regclass('public.journal_entry') IS NULL THEN
        RETURN;
    END IF;

    -- The site writes and changes; what it may take away is said one by one below.
    GRANT SELECT, INSERT, UPDATE ON ALL TABLES IN SCHEMA public TO sporades_app;
    GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO sporades_app;

    -- What passes: sessions, counters of attempts, changes of address that wait, addresses left
    -- for more than 72 hours, and an account never activated, deleted after 48 hours as if it had
    -- never been, with whatever may hang on it; an invitation, once it is answered or revoked. Second
    -- factors are their owner's to remove.
    GRANT DELETE ON
        accounts_account, accounts_candidate, accounts_officer, accounts_readingalarm,
        accounts_emailchange, accounts_invitation, accounts_searchkey, accounts_mailboxreplacement,
        accounts_formeraddress, accounts_rectificationrequest, accounts_attempts, registrations_duplicate,
        account_emailaddress, account_emailconfirmation, mfa_authenticator,
        usersessions_usersession, django_session
    TO sporades_app;

    -- What the office takes back: the hold of an officer on a file that they leave, a search that they
    -- forget, a piece that they asked for ten seconds ago. A piece that was given is held by its
    -- deposits, which the site can never take away.
    GRANT DELETE ON registrations_claim, registrations_savedsearch, registrations_piece TO sporades_app;

    -- What is never changed once written: the journal, each day's root, each saved set of answers, each cachet.
    REVOKE UPDATE ON journal_entry, journal_detail, journal_root, journal_leaf, registrations_version,
        documents_cachet FROM sporades_app;
    -- A chain's head moves with each entry: the site must update it, and lock it so that two
    -- entries never follow the same one. It may not say that a chain is about somebody else.
    -- A head that was falsified does not match its entries any more: `journal verify` names it,
    -- and the day's sealed root still holds the true one.
    REVOKE UPDATE ON journal_chain FROM sporades_app;
    GRANT UPDATE (length, head) ON journal_chain TO sporades_app;

    -- Which migrations ran is the owner's business.
    REVOKE INSERT, UPDATE ON django_migrations, django_content_type, auth_permission FROM sporades_app;

    -- A list that was frozen and what came of it: the site approves, the purge settles.
    REVOKE UPDATE ON records_purgeline FROM sporades_app;

    -- The purge reads where things are, takes away what is somebody's (the tables that
    -- `sporades/records/held.py` names), and is journaled as every act. To lock a row it must be
    -- able to change one column of it: it is given one that says nothing.
    GRANT SELECT ON ALL TABLES IN SCHEMA public TO sporades_purge;
    GRANT DELETE ON
        accounts_account, accounts_candidate, accounts_emailchange, accounts_formeraddress,
        accounts_mailboxreplacement, accounts_rectificationrequest, accounts_searchkey,
        account_emailaddress, account_emailconfirmation, mfa_authenticator, usersessions_usersession,
        registrations_registration, registrations_version, registrations_personaldate, registrations_piece,
        registrations_deposit, registrations_file, registrations_replacement, registrations_message,
        registrations_note, registrations_hearing, registrations_proposal, registrations_decisionline,
        registrations_ending, registrations_reminder, registrations_verdict, registrations_claim,
        registrations_academychange, registrations_publicationline, registrations_duplicate,
        documents_document, documents_cachet, notices_notice, journal_detail, journal_consultation, records_hold,
        accounts_officer, accounts_readingalarm, registrations_savedsearch
    TO sporades_purge;
    GRANT UPDATE (revisions) ON registrations_registration TO sporades_purge;
    GRANT UPDATE (last_login) ON accounts_account TO sporades_purge;
    GRANT UPDATE (key, wrapped_key, key_id) ON registrations_deposit TO sporades_purge;
    -- The name of a piece that is health, in mails about something else.
    GRANT UPDATE (text, html) ON notices_notice TO sporades_purge;
    GRANT UPDATE (done_at) ON records_purge TO sporades_purge;
    GRANT UPDATE (outcome, why, erased, digest, settled_at) ON records_purgeline TO sporades_purge;
    GRANT INSERT ON journal_chain, journal_entry TO sporades_purge;
    GRANT UPDATE (length, head) ON journal_chain TO sporades_purge;
    GRANT USAGE, SELECT ON SEQUENCE journal_chain_id_seq, journal_entry_id_seq TO sporades_purge;
END $$;
