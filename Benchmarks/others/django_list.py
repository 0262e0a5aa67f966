"""A list of events as Django serves it: rows from SQLite, a cached template, served by gunicorn with two workers.

    django_list.py ROWS DATABASE PORT   serves /events with the rows of a list as Grozd gives it for programs
"""

import json
import os
import signal
import sqlite3
import sys

COLUMNS = ("number", "title", "sorts", "status", "start", "place", "host")

if __name__ == "__main__":
    with open(sys.argv[1]) as file:
        rows = json.load(file)["records"]
    with sqlite3.connect(sys.argv[2]) as db:
        db.execute("CREATE TABLE events (id INTEGER PRIMARY KEY, " + ", ".join(f"{name} TEXT" for name in COLUMNS) + ")")
        for row in rows:
            cells = [row.get("id")] + [row.get(name) for name in COLUMNS[1:]]
            cells = [", ".join(map(str, cell)) if isinstance(cell, list) else cell for cell in cells]
            db.execute(f"INSERT INTO events ({', '.join(COLUMNS)}) VALUES ({', '.join('?' * len(COLUMNS))})", cells)
    # Whoever started this may have had signals blocked, and gunicorn ends by one.
    signal.pthread_sigmask(signal.SIG_SETMASK, [])
    os.environ.update(GROZD_BENCH=sys.argv[2], PYTHONDONTWRITEBYTECODE="1")
    here = os.path.dirname(os.path.abspath(__file__))
    os.execvp("gunicorn", [
        "gunicorn", "-w", "2", "-b", f"127.0.0.1:{sys.argv[3]}", "--log-level", "error", "--chdir", here,
        "django_list:application"])

import django
from django.conf import settings

TEMPLATE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Events</title><link rel="stylesheet" href="/style.css"></head>
<body><header><a href="/">Desk</a><form action="/search"><input name="q"></form></header>
<nav><ul>{% for room in rooms %}<li><a href="/{{ room }}">{{ room }}</a></li>{% endfor %}</ul></nav>
<main><h1>Events</h1><p><a href="/add">Add</a> <a href="/events.csv">CSV</a></p>
<table><thead><tr>{% for name in columns %}<th><a href="?sort={{ name }}">{{ name }}</a></th>{% endfor %}</tr></thead><tbody>
{% for event in events %}<tr><td>{{ event.number }}</td><th><a href="/events/{{ event.id }}">{{ event.title }}</a></th>
<td>{{ event.sorts }}</td><td><span class="state">{{ event.status }}</span></td>
<td><time datetime="{{ event.start }}">{{ event.start }}</time></td><td>{{ event.place }}</td>
<td><a href="/partners/{{ event.host }}">{{ event.host }}</a></td></tr>
{% endfor %}</tbody></table></main></body></html>"""

settings.configure(
    ALLOWED_HOSTS=["*"], ROOT_URLCONF=__name__, SECRET_KEY="bench", DEBUG=False, USE_TZ=False,
    DATABASES={"default": {
        "ENGINE": "django.db.backends.sqlite3", "NAME": os.environ["GROZD_BENCH"], "CONN_MAX_AGE": None}},
    TEMPLATES=[{
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {"loaders": [
            ("django.template.loaders.cached.Loader",
             [("django.template.loaders.locmem.Loader", {"list.html": TEMPLATE})])]}}])
django.setup()

from django.core.handlers.wsgi import WSGIHandler
from django.db import models
from django.shortcuts import render
from django.urls import path


class Event(models.Model):
    number, title, sorts, status, start, place, host = (models.TextField(null=True) for _ in COLUMNS)

    class Meta:
        app_label, db_table, managed = "bench", "events", False


def events(request):
    rooms = ["partnership", "people", "plan", "obligations", "events", "learning", "policy", "indicators",
             "communication", "quality", "durability", "trail"]
    return render(request, "list.html", {
        "columns": COLUMNS, "rooms": rooms, "events": Event.objects.order_by("start")})


urlpatterns = [path("events", events)]
application = WSGIHandler()
