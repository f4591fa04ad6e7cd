-- Runs once, when the database is made: a user who writes, and one who reads what that one has written.
\set ON_ERROR_STOP on
\getenv password WAREHOUSE_PASSWORD
\getenv read_password WAREHOUSE_READ_PASSWORD

REVOKE ALL ON DATABASE :"DBNAME" FROM PUBLIC;

-- The sink makes its schema and tables itself.
CREATE ROLE sessiongrains LOGIN PASSWORD :'password';
GRANT CONNECT, CREATE ON DATABASE :"DBNAME" TO sessiongrains;

-- Whoever may edit a dashboard may send any SQL: it must not change anything, and not run for ever.
CREATE ROLE grafana LOGIN PASSWORD :'read_password' CONNECTION LIMIT 20;
ALTER ROLE grafana SET default_transaction_read_only = on;
ALTER ROLE grafana SET statement_timeout = '60s';
GRANT CONNECT ON DATABASE :"DBNAME" TO grafana;
ALTER DEFAULT PRIVILEGES FOR ROLE sessiongrains GRANT USAGE ON SCHEMAS TO grafana;
ALTER DEFAULT PRIVILEGES FOR ROLE sessiongrains GRANT SELECT ON TABLES TO grafana;
