-- What is kept of files: bytes under keys the server chose, and the names that point at them.

-- A row exists only when its bytes are durable in the storage it names. It never changes.
create table blob (
  key        uuid        primary key,
  storage    text        collate "C" not null,
  size       bigint      not null constraint blob_size check (size >= 0),
  sha256     bytea       not null constraint blob_sha256 check (octet_length(sha256) = 32),
  created_at timestamptz not null default now()
);

-- A file of an owner. Its path is '/' and the components joined by '/', exact to the byte; folders are implied, and
-- '/d/' up to '/d0' ('0' follows '/') is the range of everything below the folder d. Overwriting points the row at
-- another blob; a blob that nothing points at is left for the sweep.
-- The owner is numbered in candidate, logged_model or project; the numbers of traces are reserved.
create table artifact (
  owner_id   bigint not null,
  owner_kind text   collate "C" not null
             constraint artifact_owner_kind check (owner_kind in ('candidate', 'logged_model', 'trace', 'project')),
  path       text   collate "C" not null,
  project_id bigint not null references project,
  blob_key   uuid   not null constraint artifact_blob references blob,
  primary key (owner_id, owner_kind, path)
);

create index artifact_of_blob on artifact (blob_key);
