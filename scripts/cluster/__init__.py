"""`make cluster`: compose.yaml's services as plain processes on loopback, with PgBouncer and fake vendors.

    services        a process that is started, killed, stopped and replaced, with its CPU and memory
    configuration   what PostgreSQL, PgBouncer, Caddy and Prometheus read
    site            all of them together, in a folder of their own
    crowd           phones that converse through the front, with Twilio's repeats
    faults          kills and a rolling restart while they do
    tally           what became of each message, counted at the vendors
    report          the tables, and the same as JSON
    alert           one alert that fires and resolves, seen through Prometheus' API

It needs Debian's postgresql, pgbouncer, caddy and prometheus.
"""
