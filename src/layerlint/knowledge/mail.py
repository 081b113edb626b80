"""Mail: smtplib, aiosmtplib, fastapi-mail, Flask-Mail, emails, SendGrid, Resend."""

from layerlint.knowledge.library import Library

LIBRARY = Library(
    name="mail",
    read_from="Python 3.14, aiosmtplib 5.0.0, fastapi-mail 1.5.2, Flask-Mail 0.10.0, emails 0.6, sendgrid 6.12.5, resend 2.52.0",
    packages=("smtplib", "aiosmtplib", "fastapi_mail", "flask_mail", "emails", "sendgrid", "resend"),
    methods={
        "smtplib.SMTP": {"send_message": "mail", "sendmail": "mail"},
        "smtplib.SMTP_SSL": {"send_message": "mail", "sendmail": "mail"},
        "aiosmtplib.SMTP": {"send_message": "mail", "sendmail": "mail"},
        "fastapi_mail.FastMail": {"send_message": "mail"},
        "flask_mail.Mail": {"send": "mail", "send_message": "mail", "connect": "-> flask_mail.Connection"},
        "flask_mail.Connection": {"send": "mail", "send_message": "mail"},
        "emails.Message": {"send": "mail"},
        "sendgrid.SendGridAPIClient": {"send": "mail"},
    },
    functions=dict.fromkeys(("aiosmtplib.send", "resend.Emails.send", "resend.Batch.send"), "mail"),
    aliases={"emails.message.Message": "emails.Message"},
)
