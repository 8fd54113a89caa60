from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("registrations", "0031_next_line_of_a_lot"),
    ]

    operations = [
        migrations.AddField(
            model_name="decisionlist",
            name="next_try_at",
            field=models.DateTimeField(null=True),
        ),
    ]
