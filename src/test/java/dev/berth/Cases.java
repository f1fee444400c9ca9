package dev.berth;
