from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("registrations", "0033_a_list_that_is_given_up"),
    ]

    operations = [
        migrations.AddField(
            model_name="registration",
            name="first_saved_on",
            field=models.DateField(null=True),
        ),
    ]
