"""The hub that bench/hub.py starts: the course's own configuration, on loopback, with a common password."""

import json
import os

c = get_config()  # noqa: F821
bench = json.loads(os.environ["COURSE_BENCH_HUB"])

load_subconfig(bench["course_config"])  # noqa: F821
c.JupyterHub.bind_url = bench["address"]
c.JupyterHub.hub_bind_url = f"http://127.0.0.1:{bench['hub_port']}"
c.ConfigurableHTTPProxy.api_url = f"http://127.0.0.1:{bench['proxy_port']}"
c.ConfigurableHTTPProxy.command = bench["proxy_command"]

c.JupyterHub.authenticator_class = "dummy"
c.DummyAuthenticator.password = bench["password"]
c.Authenticator.allowed_users = set(bench["names"])

# With accounts of the system, each server runs as its participant; "simple" runs all as one user.
c.JupyterHub.spawner_class = "jupyterhub.spawner.LocalProcessSpawner" if bench["accounts"] else "simple"
c.SimpleLocalProcessSpawner.home_dir_template = f"{bench['homes']}/{{username}}"
c.Spawner.cmd = bench["server_command"]
