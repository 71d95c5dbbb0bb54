"""What mail providers post to us about mails: checked and read by anymail, said in our words."""
