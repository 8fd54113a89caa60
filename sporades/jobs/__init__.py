"""What happens without anybody asking: deadlines, mails, papers, scans, backups."""
