-- A database and a user for each service that has one; neither user can enter the other's.
CREATE ROLE accounts LOGIN PASSWORD 'accounts';
CREATE DATABASE accounts OWNER accounts;
REVOKE ALL ON DATABASE accounts FROM PUBLIC;

CREATE ROLE executions LOGIN PASSWORD 'executions';
CREATE DATABASE executions OWNER executions;
REVOKE ALL ON DATABASE executions FROM PUBLIC;
