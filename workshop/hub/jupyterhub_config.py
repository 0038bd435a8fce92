"""What the hub itself needs for the course, on one server and on Kubernetes.

It adds to the hub's own configuration. The page workshop/hub.md tells where to put it.
"""

c = get_config()  # noqa: F821

# Told before anybody types: on a hub, work is no longer on the participant's own device.
c.JupyterHub.template_vars = {
    "announcement_login": (
        "Your work in the exercises is kept on this server. Other participants can’t read it. "
        "The people who run the server can. Do the role health check on the course’s web page: "
        "there, your answers stay in your own browser."
    )
}

# A participant's own settings can't undo those of jupyter_server_config.py.
c.Spawner.disable_user_config = True

# A whole class arrives within a minute, and some servers then take longer than the usual half minute.
c.Spawner.start_timeout = 300
c.Spawner.http_timeout = 300
