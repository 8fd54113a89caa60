"""Every measure on one database, in this process: started by `python -m benchmarks`."""

import sys


def main() -> None:
    import django

    django.setup()
    import logging

    from benchmarks import acts, desk, lists, load, lots, many, pages, weight, world

    # A line of log a mail or a paper is no part of what a page costs; gunicorn's are in a file.
    logging.disable(logging.INFO)
    world.set_up()
    # Once the assets are collected: whitenoise looks at them as it starts.
    from sporades.config.wsgi import application

    print(f"## {sys.argv[1]}", flush=True)
    if sys.argv[1] == "sqlite":
        weight.measure(application)
    if "--lots" in sys.argv:
        lots.measure(application)
        return
    if "--many" in sys.argv:
        many.measure(application)
        return
    if "--desk" in sys.argv:
        desk.measure(application)
        lists.measure()
        return
    pages.measure(application)
    desk.measure(application)
    acts.measure(application)
    if "--no-load" not in sys.argv:
        load.measure()
    acts.deadline()


if __name__ == "__main__":
    main()
