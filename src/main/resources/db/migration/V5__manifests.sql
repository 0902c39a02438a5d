-- Documents beside the blobs that tell which blob each file is, so that a storage can be read without this database.

-- Owners of which a document may not tell what holds now. A row is added in the transaction of each change, so that
-- changes wait for nobody; whoever writes the documents removes the rows it finds, reads the files after that, and
-- commits when the documents are durable. Nothing but due_at of a row ever changes.
create table manifest_due (
  owner_id   bigint      not null,
  owner_kind text        collate "C" not null,
  id         bigint      generated always as identity,
  -- not before; later than the change only when a storage did not answer
  due_at     timestamptz not null default now(),
  primary key (owner_id, owner_kind, id)
);

-- The documents that are written: one for each owner in each storage that keeps files of it.
create table manifest (
  owner_id   bigint      not null,
  owner_kind text        collate "C" not null,
  storage    text        collate "C" not null references storage (name),
  -- of the document, below manifests/ and the folder of its kind
  name       text        collate "C" not null,
  -- as the document tells it
  written_at timestamptz not null,
  file_count bigint      not null,
  size       bigint      not null,
  sha256     bytea       not null constraint manifest_sha256 check (octet_length(sha256) = 32),
  primary key (owner_id, owner_kind, storage),
  constraint manifest_name unique (name, owner_kind, storage)
);

-- Documents tell names that may change.
create function experiment_is_renamed() returns trigger language plpgsql as $$
begin
  insert into manifest_due (owner_id, owner_kind)
  select c.id, 'candidate' from candidate c
  where c.experiment_id = new.id
    and exists (select from artifact a where a.owner_id = c.id and a.owner_kind = 'candidate')
  union all
  select m.id, 'logged_model' from logged_model m
  where m.experiment_id = new.id
    and exists (select from artifact a where a.owner_id = m.id and a.owner_kind = 'logged_model')
  union all
  select v.id, 'version' from candidate c join model_version v on v.run_id = c.run_id
  where c.experiment_id = new.id and v.run_id <> '' and v.file_count > 0;
  return null;
end
$$;

create trigger experiment_is_renamed after update of name on experiment
  for each row when (old.name is distinct from new.name) execute function experiment_is_renamed();

create function model_is_renamed() returns trigger language plpgsql as $$
begin
  insert into manifest_due (owner_id, owner_kind)
  select v.id, 'version' from model_version v where v.model_id = new.id and v.file_count > 0;
  return null;
end
$$;

create trigger model_is_renamed after update of name on model
  for each row when (old.name is distinct from new.name) execute function model_is_renamed();

-- What was there before documents were; of many files this takes a while.
set local statement_timeout = 0;
insert into manifest_due (owner_id, owner_kind)
select distinct owner_id, owner_kind from artifact where owner_kind in ('candidate', 'logged_model', 'version');
